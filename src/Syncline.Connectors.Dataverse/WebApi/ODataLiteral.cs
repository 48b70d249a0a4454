using System.Globalization;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Values as they stand in a URL, before percent-encoding (OData 4.0, part 2, section 5.1.1.6.1).</summary>
internal static class ODataLiteral
{
    public static string Of(object? value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        Guid id => id.ToString("D"),
        DateTime moment => RowJson.Moment(moment),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture), // equal numbers, equal texts
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A {value?.GetType().Name} is no key."),
    };
}
