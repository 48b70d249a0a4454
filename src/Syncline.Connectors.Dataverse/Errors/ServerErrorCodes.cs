namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>
/// Dataverse's error codes that Syncline treats in a way of their own. Most names are those of Microsoft's table "Web service error codes"
/// (https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes); the conformance tests list the others.
/// </summary>
internal static class ServerErrorCodes
{
    public const uint RequiredFieldMissing = 0x80040200;
    public const uint InvalidArgument = 0x80040203;
    public const uint Unexpected = 0x80040216;
    public const uint ObjectDoesNotExist = 0x80040217;
    public const uint NotImplemented = 0x80040219;
    public const uint PrivilegeDenied = 0x80040220;
    public const uint IsvUnexpected = 0x80040224;
    public const uint UserNotEnabled = 0x80040225;
    public const uint DuplicateRecord = 0x80040237;
    public const uint InvalidState = 0x80040233;
    public const uint IsvAborted = 0x80040265;
    public const uint NotSupported = 0x80040315;
    public const uint DuplicateRecordsFound = 0x80040333;
    public const uint SdkEntityDoesNotSupportMessage = 0x80040800;
    public const uint QueryBuilderNoEntity = 0x80041102;
    public const uint QueryBuilderNoAttribute = 0x80041103;
    public const uint UserNotAssignedRoles = 0x80042f09;
    public const uint SqlError = 0x80044150;
    public const uint SqlTimeout = 0x80044151;
    public const uint PicklistValueOutOfRange = 0x8004431a;
    public const uint IntegerValueOutOfRange = 0x8004432f;
    public const uint DecimalValueOutOfRange = 0x80044330;
    public const uint ExpiredVersionStamp = 0x80044352;
    public const uint StringLengthTooLong = 0x80044331;
    public const uint CouldNotObtainLockOnResource = 0x80044339;
    public const uint AccessDenied = 0x80048405;
    public const uint InvalidStateCodeStatusCode = 0x80048408;
    public const uint InvalidLookupMapNode = 0x80048481;
    public const uint PayloadError = 0x80048d19;
    public const uint OrganizationDisabled = 0x8004a104;
    public const uint SystemUserDisabled = 0x8004a112;
    public const uint UserDoesNotHaveAdminOnlyModePermissions = 0x8004a113;
    public const uint UserNotAssignedLicense = 0x8004d24b;
    public const uint InvalidStateTransition = 0x8004f00e;
    public const uint AggregateQueryRecordLimitExceeded = 0x8004e023;
    public const uint ObjectAlreadyExists = 0x8004e30a;
    public const uint UriUnparsable = 0x80060888;
    public const uint HttpError = 0x8006088a;
    public const uint OptimisticConcurrencyNotEnabled = 0x8006088d;
    public const uint ConcurrencyVersionMismatch = 0x80060882;
    public const uint EntityKeyNotDefined = 0x80060890;
    public const uint RecordNotFoundByEntityKey = 0x80060891;
    public const uint DuplicateRecordEntityKey = 0x80060892;
    public const uint NumberOfRequestsLimit = 0x80072322;
    public const uint ExecutionTimeLimit = 0x80072321;
    public const uint ConcurrentRequestsLimit = 0x80072326;
    public const uint ChangeTrackingNotEnabledForEntity = 0x80072491;
    public const uint UserNotMemberOfOrg = 0x80072560;

    /// <summary>The three service protection limits: requests, execution time, concurrent requests.</summary>
    public static bool IsServiceProtection(uint number) =>
        number is NumberOfRequestsLimit or ExecutionTimeLimit or ConcurrentRequestsLimit;
}
