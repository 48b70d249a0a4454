using Syncline.Core.Errors;

namespace Syncline.Connections.Secrets;

/// <summary>Errors of <c>--secret</c>. Each id has a section in <c>docs/reference/errors/connections.md</c>.</summary>
internal static class SecretInputErrors
{
    public const string FormId = "CN1307";
    public const string EmptyId = "CN1308";
    public const string UnreadableId = "CN1309";

    public static ErrorDetail Form(string? option) => Error(
        FormId,
        option is null ? "A secret is given as NAME=env:VAR, NAME=file:PATH or NAME=-." : $"The secret '{option}' is not taken from the command line.",
        Forms(option ?? "NAME"),
        option);

    public static ErrorDetail Empty(SecretInput input) => Error(
        EmptyId,
        input.IsStandardInput ? $"Standard input held nothing for the secret '{input.Option}'."
            : input.Source.StartsWith("env:", StringComparison.Ordinal)
                ? $"The environment variable {input.Source[4..]} for the secret '{input.Option}' is not set."
                : $"The file {input.Source[5..]} for the secret '{input.Option}' is empty.",
        Forms(input.Option),
        input.Option);

    public static ErrorDetail Unreadable(SecretInput input, string path, Exception exception) => Error(
        UnreadableId,
        exception is FileNotFoundException or DirectoryNotFoundException
            ? $"The file {path} for the secret '{input.Option}' is not there."
            : $"The file {path} for the secret '{input.Option}' can't be read.",
        "Check the path and the permissions of the file.",
        input.Option);

    /// <summary>The ways to give a secret, for advice.</summary>
    public static string Forms(string option) =>
        $"Give it as --secret {option}=env:VAR (environment variable), --secret {option}=file:PATH, or --secret {option}=- (standard input).";

    private static ErrorDetail Error(string id, string message, string advice, string? option) =>
        new() { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice, Option = option };
}
