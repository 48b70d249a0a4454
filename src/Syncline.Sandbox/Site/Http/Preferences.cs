using System.Globalization;

namespace Syncline.Sandbox.Site.Http;

/// <summary>The <c>Prefer</c> header (RFC 7240), as far as the site knows it.</summary>
internal sealed record Preferences
{
    private const string AnnotationPrefix = "odata.include-annotations=";
    private string[] _annotations = [];

    public int? MaxPageSize { get; private init; }

    public bool ReturnRepresentation { get; private init; }

    public bool TrackChanges { get; private init; }

    public bool ContinueOnError { get; private init; }

    /// <summary>True when any annotation is asked for.</summary>
    public bool AnyAnnotations => _annotations.Length > 0;

    /// <summary>The value as sent, for <c>Preference-Applied</c>.</summary>
    public string AnnotationsAsSent { get; private init; } = "";

    public static Preferences Parse(IEnumerable<string?> headers)
    {
        var preferences = new Preferences();
        foreach (var part in headers.OfType<string>().SelectMany(Split))
        {
            if (part.StartsWith("odata.maxpagesize=", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(part.AsSpan("odata.maxpagesize=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
            {
                preferences = preferences with { MaxPageSize = size };
            }
            else if (part.StartsWith(AnnotationPrefix, StringComparison.OrdinalIgnoreCase))
            {
                var value = part[AnnotationPrefix.Length..];
                preferences = preferences with
                {
                    AnnotationsAsSent = value,
                    _annotations = value.Trim('"').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                };
            }
            else if (part.Equals("return=representation", StringComparison.OrdinalIgnoreCase))
            {
                preferences = preferences with { ReturnRepresentation = true };
            }
            else if (part.Equals("odata.track-changes", StringComparison.OrdinalIgnoreCase))
            {
                preferences = preferences with { TrackChanges = true };
            }
            else if (part.Equals("odata.continue-on-error", StringComparison.OrdinalIgnoreCase) || part.Equals("odata.continue-on-error=true", StringComparison.OrdinalIgnoreCase))
            {
                preferences = preferences with { ContinueOnError = true };
            }
        }

        return preferences;
    }

    /// <summary>True when an annotation is asked for, by name, by a pattern such as <c>Microsoft.Dynamics.CRM.*</c>, or by <c>*</c>.</summary>
    public bool Includes(string annotation)
    {
        foreach (var pattern in _annotations)
        {
            if (pattern == "*" || pattern == annotation
                || (pattern.EndsWith(".*", StringComparison.Ordinal) && annotation.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Splits at commas that stand outside quotes.</summary>
    private static IEnumerable<string> Split(string header)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= header.Length; i++)
        {
            if (i < header.Length && header[i] == '"')
            {
                quoted = !quoted;
            }

            if (i == header.Length || (header[i] == ',' && !quoted))
            {
                yield return header[start..i].Trim();
                start = i + 1;
            }
        }
    }
}
