using System.Globalization;
using Syncline.Core.Connectors;

namespace Syncline.Workspace.Values;

/// <summary>How long a sign-in lasts, in words.</summary>
public static class SignInText
{
    /// <summary>A line for a list of facts, such as <c>until 14:05, renewed by itself</c>; times are the clock's local ones.</summary>
    public static string Of(SignInSpan span, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(span);
        var end = Time(span.ValidUntil, clock);
        return span.IsRenewed ? $"until {end}, renewed by itself"
            : span.HasEnded(clock.GetUtcNow()) ? $"ended at {end}"
            : $"until {end}, then somebody has to sign in again";
    }

    /// <summary>The time of day, with the day when that is another.</summary>
    public static string Time(DateTimeOffset moment, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var local = TimeZoneInfo.ConvertTime(moment, clock.LocalTimeZone);
        return local.ToString(local.Date == clock.GetLocalNow().Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
