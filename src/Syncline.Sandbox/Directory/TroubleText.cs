namespace Syncline.Sandbox.Directory;

/// <summary>Says in a few words what a <see cref="Trouble"/> leads to.</summary>
public static class TroubleText
{
    /// <summary>What whoever signs in meets, with the AADSTS number or the site's answer.</summary>
    public static string Describe(this Trouble trouble) => trouble switch
    {
        Trouble.AccountDisabled => "AADSTS50057: account disabled",
        Trouble.MultiFactorRequired => "AADSTS50076: must give a second factor, and can",
        Trouble.MultiFactorEnrolment => "AADSTS50079: must register a second factor, and can",
        Trouble.AssignmentMissing => "AADSTS50105: not assigned to the app",
        Trouble.ConditionalAccess => "AADSTS53003: blocked by Conditional Access",
        Trouble.AdminConsentNeeded => "AADSTS90094: an administrator must consent",
        Trouble.SecretExpired => "AADSTS7000222: client secret expired",
        Trouble.NotAMember => "site answers 403 0x80072560: no user on the site",
        Trouble.NoRoles => "site answers 403 0x80042f09: no security role",
        Trouble.DisabledOnSite => "site answers 403 0x80040225: user disabled on the site",
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "Not a trouble."),
    };

    /// <summary>Whether it is the site that refuses, after a sign-in without complaint.</summary>
    public static bool IsOnSite(this Trouble trouble) => trouble is Trouble.NotAMember or Trouble.NoRoles or Trouble.DisabledOnSite;
}
