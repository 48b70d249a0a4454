using Syncline.Connectors.Dataverse.Reading;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Keys as OData filters, <c>a eq 1 or a eq 2</c>, cut so that each of them fits a request. Plain comparisons instead of the <c>In</c>
/// function: they take keys of several columns, and every kind of value in its own form.
/// </summary>
internal static class KeyConditions
{
    /// <summary>Most keys in one filter.</summary>
    private const int MaxKeys = 100;

    /// <summary>
    /// Most comparisons in one filter: a query may have 500 conditions, and some are left to the user's own filter
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/overview#limitations).
    /// </summary>
    private const int MaxComparisons = 400;

    /// <summary>Percent-encoded <c> or </c>.</summary>
    private const int SeparatorLength = 8;

    /// <param name="keys">The keys; one that is there twice is asked for once.</param>
    /// <param name="maxLength">Most characters of a filter when percent-encoded. One key is always let through.</param>
    public static IEnumerable<string> Of(RowKeys keys, int maxLength)
    {
        var properties = keys.Columns.Select(PageQuery.PropertyOf).ToArray();
        var maxKeys = Math.Max(1, Math.Min(MaxKeys, MaxComparisons / properties.Length));
        var chunk = new List<string>();
        var length = 0;

        foreach (var alike in keys.Alike())
        {
            var conditions = alike.Select(key => Condition(properties, key)).ToList();
            var added = conditions.Sum(condition => Uri.EscapeDataString(condition).Length + SeparatorLength);
            if (chunk.Count > 0 && (chunk.Count + conditions.Count > maxKeys || length + added > maxLength))
            {
                yield return string.Join(" or ", chunk);
                chunk.Clear();
                length = 0;
            }

            chunk.AddRange(conditions);
            length += added;
        }

        if (chunk.Count > 0)
        {
            yield return string.Join(" or ", chunk);
        }
    }

    private static string Condition(string[] properties, IReadOnlyList<object> key)
    {
        var comparisons = properties.Select((property, i) => $"{property} eq {ODataLiteral.Of(key[i])}");
        return properties.Length == 1 ? comparisons.Single() : $"({string.Join(" and ", comparisons)})";
    }
}
