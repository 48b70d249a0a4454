using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Opening;

/// <summary>Errors of settings. Each id has a section in <c>docs/reference/errors/connections.md</c>.</summary>
internal static class SettingsErrors
{
    public const string UnknownConnectorId = "CN1301";
    public const string UnknownOptionId = "CN1302";
    public const string NotAmongChoicesId = "CN1303";
    public const string MissingId = "CN1304";
    public const string SecretInClearId = "CN1305";
    public const string NotSecretId = "CN1306";
    public const string ExtraRootId = "CN1310";
    public const string NoSignInId = "CN1311";
    public const string NoAppId = "CN1312";
    public const string NoPartnerId = "CN1319";

    public static ErrorDetail UnknownConnector(string connector, IEnumerable<string> known) => Error(
        UnknownConnectorId,
        $"There is no connector '{connector}'.",
        NearestNames.Advice(connector, known, $"The connectors are: {string.Join(", ", known)}."));

    public static ErrorDetail UnknownOption(string option, ConnectorDescriptor connector, IEnumerable<string> known) => Error(
        UnknownOptionId,
        $"The connector '{connector.Name}' has no option '{option}'.",
        NearestNames.Advice(option, known, $"Its options are: {string.Join(", ", known)}."),
        option);

    public static ErrorDetail NotAmongChoices(ConnectorOption option, string value) => Error(
        NotAmongChoicesId,
        $"'{value}' is not a value of the option '{option.Name}'.",
        $"Use one of: {string.Join(", ", option.Choices.Select(choice => choice.Value))}.",
        option.Name);

    public static ErrorDetail Missing(ConnectorOption option) => Error(
        MissingId,
        $"The option '{option.Name}' ({option.Label}) is missing.",
        option.IsSecret ? SecretInputErrors.Forms(option.Name) : $"{option.Help} Set it with --set {option.Name}={option.Example ?? "VALUE"}.",
        option.Name);

    public static ErrorDetail SecretInClear(ConnectorOption option) => Error(
        SecretInClearId, $"The option '{option.Name}' is a secret and is not taken in clear.", SecretInputErrors.Forms(option.Name), option.Name);

    public static ErrorDetail NotSecret(ConnectorOption option) => Error(
        NotSecretId,
        $"The option '{option.Name}' is not a secret.",
        $"Give it as --set {option.Name}=VALUE.",
        option.Name);

    public static ErrorDetail ExtraRoot(string path, string problem) => Error(
        ExtraRootId,
        $"The extra root certificate {path} can't be used: {problem}.",
        "Give a PEM file that holds the certificate of the authority ('-----BEGIN CERTIFICATE-----').",
        CommonOptions.ExtraRootCertificate.Name);

    public static ErrorDetail NoSignIn(ConnectionSettings settings) => Error(
        NoSignInId, $"Connection '{settings.Name}' ({settings.Connector}) needs no sign-in.", $"Try it with: syncline connection test {settings.Name}");

    public static ErrorDetail NoApp(ConnectionSettings settings) => Error(
        NoAppId, $"Connection '{settings.Name}' ({settings.Connector}) signs in without an app, so there is none to check.", $"Try it with: syncline connection test {settings.Name}");

    public static ErrorDetail NoPartner(ConnectionSettings settings, ConnectionSettings partner) => Error(
        NoPartnerId,
        partner.Name == settings.Name
            ? $"Connection '{settings.Name}' names itself in the option '{CommonOptions.WriteAlsoWith.Name}'."
            : $"Connection '{partner.Name}' ({partner.Connector}) can't write beside '{settings.Name}' ({settings.Connector}).",
        "Name saved connections to the same site, each of another user.",
        CommonOptions.WriteAlsoWith.Name);

    private static ErrorDetail Error(string id, string message, string? advice, string? option = null) =>
        new() { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice, Option = option };
}
