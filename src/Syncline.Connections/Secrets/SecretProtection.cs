namespace Syncline.Connections.Secrets;

/// <summary>Chooses how the secrets of a library are protected.</summary>
public static class SecretProtection
{
    /// <summary>Environment variable with the passphrase that protects the library on machines without a key store of their own.</summary>
    public const string PassphraseVariable = "SYNCLINE_PASSPHRASE";

    /// <summary>
    /// The passphrase when there is one; else the Windows user's data protection, the macOS Keychain, or elsewhere a key file that only its
    /// owner can read. Nothing is read or made before the first secret.
    /// </summary>
    /// <param name="home">Syncline's home folder; keys go to its <c>keys</c> folder.</param>
    /// <param name="readVariable">Reads an environment variable; null for the process's own.</param>
    /// <param name="timeProvider">Clock for waiting on other processes; null for the system's.</param>
    public static ISecretProtector Choose(string home, Func<string, string?>? readVariable = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(home);
        var folder = Path.Combine(Path.GetFullPath(home), "keys");
        var clock = timeProvider ?? TimeProvider.System;
        var passphrase = (readVariable ?? Environment.GetEnvironmentVariable)(PassphraseVariable);
        return new AesSecretProtector(
            string.IsNullOrEmpty(passphrase) ? new StoredKeySource(folder, StoreOfThisMachine(), clock) : new PassphraseKeySource(folder, passphrase, clock));
    }

    private static IKeyStore StoreOfThisMachine() =>
        OperatingSystem.IsWindows() ? new DpapiStore()
        : OperatingSystem.IsMacOS() ? new KeychainStore()
        : new OwnerOnlyFileStore();
}
