using System.Globalization;

namespace Syncline.Studio.Compare;

/// <summary>Moments as the pages about plans show them.</summary>
internal static class PlanTime
{
    /// <summary>Date and time of day on this computer's clock.</summary>
    public static string Of(DateTimeOffset moment) => moment.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
