namespace Syncline.OAuth.Errors;

/// <summary>Ids of this room's own errors; those of a server's refusals are in <see cref="EntraErrorTable"/> and <see cref="ServerErrors"/>.</summary>
internal static class OAuthErrorId
{
    // Settings
    public const string Missing = "OA1001";
    public const string NotAnAddress = "OA1002";
    public const string NotHttps = "OA1003";
    public const string AddressWithExtras = "OA1004";
    public const string RedirectNotLoopback = "OA1005";
    public const string BadCharacters = "OA1006";
    public const string CredentialMissing = "OA1007";
    public const string TwoCredentials = "OA1008";
    public const string CertificateWithoutKey = "OA1009";
    public const string TimeOutOfRange = "OA1010";
    public const string UnknownGrantType = "OA1012";
    public const string CommandUnreadable = "OA1013";
    public const string CertificateNotReadable = "OA1014";
    public const string CertificateNotOne = "OA1015";
    public const string CertificatePassword = "OA1016";
    public const string CertificateNotInStore = "OA1017";
    public const string NoCertificateStore = "OA1018";

    // Listening for the redirect
    public const string PortInUse = "OA1101";
    public const string CannotListen = "OA1102";

    // The answer that the browser brought
    public const string WrongState = "OA1201";
    public const string WrongIssuer = "OA1202";
    public const string RepeatedParameter = "OA1203";
    public const string NoCode = "OA1204";
    public const string TimedOut = "OA1205";
    public const string NotTheRedirect = "OA1206";

    // What the token endpoint sent
    public const string Unreachable = "OA1301";
    public const string TooSlow = "OA1302";
    public const string TooLarge = "OA1303";
    public const string NotJson = "OA1304";
    public const string Redirects = "OA1305";
    public const string NoAccessToken = "OA1306";
    public const string NotBearer = "OA1307";
    public const string BadExpiry = "OA1308";
    public const string NotTrusted = "OA1309";
    public const string BadDeviceAnswer = "OA1310";
    public const string Unavailable = "OA1311";

    // Saved tokens
    public const string NotSignedIn = "OA1401";
    public const string TokensUnreadable = "OA1402";
    public const string OtherSettings = "OA1403";
    public const string ExpiredWithoutRefresh = "OA1404";

    // Using a token
    public const string ForeignHost = "OA1501";
    public const string ClaimsNeeded = "OA1502";

    // Signing in on another machine
    public const string AnswerOfAnotherSignIn = "OA1601";
    public const string AnswerAltered = "OA1602";
    public const string RequestPasted = "OA1603";
    public const string NotARequest = "OA1604";
    public const string RequestExpired = "OA1605";

    // Tokens of a command
    public const string CommandNotAllowed = "OA1701";
    public const string CommandNotStarted = "OA1702";
    public const string CommandFailed = "OA1703";
    public const string CommandTooSlow = "OA1704";
    public const string CommandGaveNoToken = "OA1705";

    // Tokens of Azure's own identities
    public const string NoManagedIdentity = "OA1711";
    public const string AzureCliMissing = "OA1712";
    public const string AzureCliSignedOut = "OA1713";
    public const string AzureIdentityFailed = "OA1714";
}
