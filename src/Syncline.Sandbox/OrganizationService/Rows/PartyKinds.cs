namespace Syncline.Sandbox.OrganizationService.Rows;

/// <summary>Which kind of participation each party list column shows (PROTOCOL 5.10).</summary>
internal static class PartyKinds
{
    /// <summary>The value of <c>participationtypemask</c> for a column; null for one that is no party list.</summary>
    public static int? Of(string column) => column switch
    {
        "from" => 1,
        "to" => 2,
        "cc" => 3,
        "bcc" => 4,
        "requiredattendees" => 5,
        "optionalattendees" => 6,
        "organizer" => 7,
        "resources" => 10,
        "customers" => 11,
        _ => null,
    };
}
