using System.Globalization;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.Site.Tracking;

/// <summary>A moment in a table's changes: the last version seen, and when. Its form, <c>919042!08/22/2017 08:10:44</c>, is the documented one (PROTOCOL 5.3).</summary>
internal sealed record DeltaToken(long Version, DateTime At)
{
    private const string Form = "MM/dd/yyyy HH:mm:ss";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}!{At.ToString(Form, CultureInfo.InvariantCulture)}");

    public static DeltaToken Parse(string text)
    {
        var mark = text.IndexOf('!', StringComparison.Ordinal);
        return mark > 0
            && long.TryParse(text.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && DateTime.TryParseExact(text[(mark + 1)..], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? new DeltaToken(version, at)
            : throw SiteErrors.BadQuery($"The delta token '{text}' is not valid.");
    }
}
