namespace Syncline.Sandbox.Directory;

/// <summary>What goes wrong, on purpose, with a person or an app of the sandbox.</summary>
public enum Trouble
{
    /// <summary>AADSTS50057: an administrator disabled the account.</summary>
    AccountDisabled,

    /// <summary>AADSTS50076: a second factor is asked for; the person can give it.</summary>
    MultiFactorRequired,

    /// <summary>AADSTS50079: the person must first register a second factor, and can.</summary>
    MultiFactorEnrolment,

    /// <summary>AADSTS50105: neither the person nor a group of theirs is assigned to the app.</summary>
    AssignmentMissing,

    /// <summary>AADSTS53003: a Conditional Access policy gives no token.</summary>
    ConditionalAccess,

    /// <summary>AADSTS90094: only an administrator may consent.</summary>
    AdminConsentNeeded,

    /// <summary>AADSTS7000222: the client secret is past its end date.</summary>
    SecretExpired,

    /// <summary>The site answers 403: there is no user (or application user) row.</summary>
    NotAMember,

    /// <summary>The site answers 403: the user has no security role.</summary>
    NoRoles,

    /// <summary>The site answers 403: the user is disabled there.</summary>
    DisabledOnSite,
}
