namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>Codes and refresh tokens begin as Entra's do; all behind the prefix is random.</summary>
internal static class GrantPrefix
{
    public const string Code = "0.SANDBOX-";
    public const string RefreshToken = "1.SANDBOX-";
    public const string DeviceCode = "SAQABAAEAAA-SANDBOX-";

    public static bool LooksGenuine(string handle, bool isCode) => handle.StartsWith(isCode ? Code : RefreshToken, StringComparison.Ordinal);
}
