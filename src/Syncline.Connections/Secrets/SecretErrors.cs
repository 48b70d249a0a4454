using Syncline.Core.Errors;

namespace Syncline.Connections.Secrets;

/// <summary>Errors of secret protection. Each id has a section in <c>docs/reference/errors/connections.md</c>.</summary>
internal static class SecretErrors
{
    public const string WrongPassphraseId = "CN1101";
    public const string OtherKeyId = "CN1102";
    public const string OpenToOthersId = "CN1103";
    public const string KeyFileDamagedId = "CN1104";
    public const string EnvelopeDamagedId = "CN1105";
    public const string KeyStoreId = "CN1106";
    public const string StateDamagedId = "CN1107";

    public static ErrorDetail WrongPassphrase() => Error(
        WrongPassphraseId,
        $"The passphrase in {SecretProtection.PassphraseVariable} is not the one that this library is protected with.",
        $"Set {SecretProtection.PassphraseVariable} to the passphrase that was used first.");

    public static ErrorDetail OtherKey(SecretPlace place, string keyId) => Error(
        OtherKeyId,
        $"{Named(place)} was encrypted with another key ({keyId}), which is not at hand.",
        keyId.StartsWith(PassphraseKeySource.IdPrefix, StringComparison.Ordinal)
            ? $"Set {SecretProtection.PassphraseVariable} to the passphrase it was saved under, or give the secret again."
            : $"Unset {SecretProtection.PassphraseVariable} if it was saved without a passphrase, or give the secret again.") with
    { Option = OptionOf(place) };

    public static ErrorDetail OpenToOthers(string path, bool folder) => Error(
        OpenToOthersId,
        $"{path} holds the key to the saved secrets, and other users of this machine can open it; it is not used.",
        $"Run: chmod {(folder ? "700" : "600")} '{path.Replace("'", "'\\''", StringComparison.Ordinal)}'");

    public static ErrorDetail KeyFileDamaged(string path, string problem) => Error(
        KeyFileDamagedId,
        $"The key file {path} can't be read: {problem}.",
        "Restore it from a backup. Without it the saved secrets are lost: remove it, then give each secret and sign in again.");

    public static ErrorDetail EnvelopeDamaged(SecretPlace place) => Error(
        EnvelopeDamagedId,
        $"{Named(place)} can't be decrypted: it was changed, or it was copied from another connection or option.",
        "Give the secret again with: syncline connection add … --replace.") with
    { Option = OptionOf(place) };

    public static ErrorDetail KeyStore(string store, string problem) => Error(
        KeyStoreId,
        $"{store} did not give the key to the saved secrets: {problem}.",
        $"Unlock it, or keep the library under a passphrase instead: set {SecretProtection.PassphraseVariable}.");

    public static ErrorDetail StateDamaged(string connection, string path) => new()
    {
        Id = StateDamagedId,
        Phase = ErrorPhase.SignIn,
        Message = $"The saved sign-in of connection '{connection}' can't be read: {path} was changed or damaged.",
        Advice = $"Sign in again: syncline connection authorize {connection}",
        Recovery = Recovery.SignInAgain,
    };

    private static string Named(SecretPlace place) => OptionOf(place) is { } option
        ? $"The secret '{option}' of connection '{place.Connection}'"
        : $"The saved sign-in of connection '{place.Connection}'";

    private static string? OptionOf(SecretPlace place) =>
        place.Item.StartsWith(Library.ProtectedStateFile.ItemPrefix, StringComparison.Ordinal) ? null : place.Item;

    private static ErrorDetail Error(string id, string message, string? advice) =>
        new() { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice };
}
