using System.Collections.Frozen;

namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>
/// Roles of the parties of activities: the number that a party has for each column
/// (https://learn.microsoft.com/power-apps/developer/data-platform/activityparty-entity).
/// </summary>
internal static class PartyRoles
{
    private static readonly FrozenDictionary<string, int> Numbers = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["from"] = 1,
        ["to"] = 2,
        ["cc"] = 3,
        ["bcc"] = 4,
        ["requiredattendees"] = 5,
        ["optionalattendees"] = 6,
        ["organizer"] = 7,
        ["resources"] = 10,
        ["customers"] = 11,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The role's number; null for columns whose number is not documented.</summary>
    public static int? Of(string column) => Numbers.TryGetValue(column, out var number) ? number : null;

    /// <summary>Whether the server itself makes parties of this role, out of the columns regardingobjectid (8) and ownerid (9).</summary>
    public static bool IsDerived(int number) => number is 8 or 9;
}
