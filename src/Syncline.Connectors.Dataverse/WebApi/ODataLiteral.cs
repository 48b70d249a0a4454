using System.Globalization;
using Syncline.Connectors.Dataverse.Reading;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Values as they stand in a URL, before percent-encoding (OData 4.0, part 2, section 5.1.1.6.1).</summary>
internal static class ODataLiteral
{
    public static string Of(object? value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        Guid id => id.ToString("D"),
        DateTime moment => WireText.Moment(moment),
        DateOnly date => WireText.Day(date),
        bool flag => flag ? "true" : "false",
        decimal number => WireText.Number(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A {value?.GetType().Name} is no key."),
    };
}
