using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>
/// The time zone in which a user sees moments: that of the user's row in <c>usersettings</c>, and UTC for who has none. The site knows some of the codes of <c>timezonedefinition</c>.
/// </summary>
internal static class UserTimeZones
{
    /// <summary>The code of UTC.</summary>
    public const int Utc = 92;

    private static readonly Dictionary<int, string> Names = new()
    {
        [4] = "America/Los_Angeles",
        [20] = "America/Chicago",
        [35] = "America/New_York",
        [85] = "Europe/London",
        [95] = "Europe/Budapest",
        [105] = "Europe/Paris",
        [110] = "Europe/Berlin",
        [190] = "Asia/Kolkata",
        [210] = "Asia/Shanghai",
        [235] = "Asia/Tokyo",
        [255] = "Australia/Sydney",
    };

    /// <summary>Whether the site knows a code.</summary>
    public static bool Knows(int code) => code == Utc || Names.ContainsKey(code);

    /// <summary>The same moment, seen in a user's time zone.</summary>
    public static Snapshot For(Snapshot snapshot, Catalog catalog, Guid user)
    {
        var settings = catalog["usersettings"];
        return snapshot[settings].Find(user)?[settings.Find("timezonecode")!] is int code && Names.TryGetValue(code, out var name)
            ? snapshot with { Zone = TimeZoneInfo.FindSystemTimeZoneById(name) }
            : snapshot;
    }

    /// <summary>The moment at which a date and time begin in a zone; one that a change of clocks leaves out begins an hour later.</summary>
    public static DateTime ToUtc(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return local.Year is 1 or 9999 ? DateTime.SpecifyKind(local, DateTimeKind.Utc)
            : TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone);
    }
}
