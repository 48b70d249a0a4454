using System.Globalization;

namespace Syncline.Connectors.Dataverse.Reading;

/// <summary>Values as plain text, in the one form that every service of a site reads. Equal values have equal texts.</summary>
internal static class WireText
{
    /// <summary>
    /// A moment, or a date and time without a zone. Both are written with a Z: a time-zone independent column takes the digits as they stand
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/behavior-format-date-time-attribute).
    /// </summary>
    public static string Moment(DateTime value) => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A calendar day.</summary>
    public static string Day(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An exact number, without zeros at its end.</summary>
    public static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>A value that finds a row, as it stands in FetchXML.</summary>
    public static string Key(object value) => value switch
    {
        string text => text,
        Guid id => id.ToString("D"),
        DateTime moment => Moment(moment),
        DateOnly day => Day(day),
        bool flag => flag ? "1" : "0",
        decimal number => Number(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is no key."),
    };
}
