namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>
/// Stable ids of this connector's errors; each has an entry in <c>docs/reference/errors/dataverse.md</c>.
/// DV10: settings, DV11: connection, DV12: sign-in, DV13: sign-in addresses, DV20: schema, DV21: reading, DV30: writing.
/// </summary>
internal static class ErrorIds
{
    public const string UrlMissing = "DV1001";
    public const string UrlIsNoAddress = "DV1002";
    public const string UrlIsAnotherPage = "DV1003";
    public const string UrlIsNotEncrypted = "DV1004";
    public const string OptionWrong = "DV1005";
    public const string TenantWrong = "DV1006";
    public const string QuickStartGrant = "DV1020";
    public const string CertificateMissing = "DV1021";
    public const string TwoCertificates = "DV1022";

    public const string Unreachable = "DV1101";
    public const string NotDynamics = "DV1102";
    public const string Throttled = "DV1103";
    public const string Unavailable = "DV1104";
    public const string AnswerBroken = "DV1105";
    public const string OrganizationDisabled = "DV1106";
    public const string ReplyLost = "DV1107";
    public const string EndpointsNotTold = "DV1108";
    public const string EndpointsNotTrusted = "DV1109";
    public const string AnotherSite = "DV1110";

    public const string TokenRejected = "DV1201";
    public const string NotAMember = "DV1202";
    public const string UserDisabled = "DV1203";
    public const string NoRoles = "DV1204";
    public const string NoLicense = "DV1205";
    public const string AccessRefused = "DV1206";
    public const string OtherOrganization = "DV1207";
    public const string AdminMode = "DV1208";

    public const string TenantUnknown = "DV1301";
    public const string OtherTenant = "DV1302";
    public const string OtherEndpoint = "DV1303";
    public const string AppNotFound = "DV1304";
    public const string RedirectNotRegistered = "DV1305";
    public const string AppRefused = "DV1306";
    public const string AppNotTold = "DV1307";

    public const string TableNotFound = "DV2001";
    public const string ColumnNotFound = "DV2002";
    public const string ColumnTwice = "DV2003";
    public const string ColumnNotWritable = "DV2004";
    public const string FilterLanguage = "DV2005";
    public const string MetadataBroken = "DV2006";
    public const string KeyNotFound = "DV2007";
    public const string FetchXmlWrong = "DV2008";
    public const string ViewNotFound = "DV2009";
    public const string OnlyRead = "DV2010";
    public const string LookupTwice = "DV2011";
    public const string OnlyAdded = "DV2012";
    public const string ODataFilterUnsaid = "DV2013";

    public const string PageBroken = "DV2101";
    public const string PageElsewhere = "DV2102";
    public const string ValueUnreadable = "DV2103";
    public const string QueryRefused = "DV2104";
    public const string ReadPrivilegeMissing = "DV2105";

    public const string Refused = "DV3001";
    public const string TextTooLong = "DV3002";
    public const string NumberOutOfRange = "DV3003";
    public const string RequiredMissing = "DV3004";
    public const string DuplicateKey = "DV3005";
    public const string DuplicateDetected = "DV3006";
    public const string RowNotFound = "DV3007";
    public const string WritePrivilegeMissing = "DV3008";
    public const string ChoiceInvalid = "DV3009";
    public const string LookupInvalid = "DV3010";
    public const string LookupTableUnknown = "DV3011";
    public const string PluginRefused = "DV3012";
    public const string StatusInvalid = "DV3013";
    public const string VersionChanged = "DV3014";
    public const string VersionsNotSupported = "DV3015";
    public const string KeyIncomplete = "DV3016";
    public const string ValueNotSendable = "DV3017";
    public const string PayloadRefused = "DV3018";
    public const string NotSent = "DV3019";
    public const string ServerFailed = "DV3020";
    public const string TooLarge = "DV3021";
    public const string FileRefused = "DV3022";
    public const string OptionRefused = "DV3023";
    public const string OptionNotPublished = "DV3024";
}
