using System.Text;

namespace Syncline.Sync.Mapping;

/// <summary>Date formats as people write them (<c>dd.MM.yyyy HH:mm</c>) in DuckDB's form.</summary>
internal static class DateFormat
{
    // Longest first, so that yyyy is not read as two times yy.
    private static readonly (string Part, string Strptime)[] Parts =
    [
        ("yyyy", "%Y"), ("yy", "%y"), ("MMMM", "%B"), ("MMM", "%b"), ("MM", "%m"), ("M", "%-m"), ("dddd", "%A"), ("ddd", "%a"), ("dd", "%d"), ("d", "%-d"),
        ("HH", "%H"), ("H", "%-H"), ("hh", "%I"), ("h", "%-I"), ("mm", "%M"), ("m", "%-M"), ("ss", "%S"), ("s", "%-S"),
        ("ffffff", "%f"), ("fff", "%g"), ("tt", "%p"), ("zzz", "%z"),
    ];

    /// <summary>Translates a format; false with the part that is not known.</summary>
    public static bool TryToStrptime(string format, out string strptime, out string? unknown)
    {
        var text = new StringBuilder();
        unknown = null;
        strptime = "";
        for (var i = 0; i < format.Length;)
        {
            if (!char.IsAsciiLetter(format[i]))
            {
                text.Append(format[i] == '%' ? "%%" : format[i].ToString());
                i++;
                continue;
            }

            if (format[i] == 'T')
            {
                text.Append('T');
                i++;
                continue;
            }

            var part = Array.Find(Parts, part => format.AsSpan(i).StartsWith(part.Part, StringComparison.Ordinal));
            var run = 1;
            while (i + run < format.Length && format[i + run] == format[i])
            {
                run++;
            }

            if (part.Part is null || part.Part.Length != run)
            {
                unknown = format.Substring(i, run);
                return false;
            }

            text.Append(part.Strptime);
            i += run;
        }

        strptime = text.ToString();
        return strptime.Contains('%', StringComparison.Ordinal);
    }
}
