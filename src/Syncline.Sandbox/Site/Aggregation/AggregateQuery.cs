using System.Globalization;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Aggregation;

/// <summary>Groups rows and computes figures; FetchXML and <c>$apply</c> share it.</summary>
internal sealed class AggregateQuery<T>(IReadOnlyList<Group<T>> groups, IReadOnlyList<Aggregate<T>> aggregates)
{
    /// <summary>The most rows that are aggregated (PROTOCOL 5.2).</summary>
    public const int MaxRows = 50_000;

    /// <summary>One list of values for each group: first what it is grouped by, then the figures. Groups come in the order of their values.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Run(IEnumerable<T> rows)
    {
        var found = new Dictionary<Key, List<T>>();
        var count = 0;
        foreach (var row in rows)
        {
            if (++count > MaxRows)
            {
                throw new SiteException(400, "0x8004e023", "AggregateQueryRecordLimit exceeded. Cannot perform this operation.") { Name = "AggregateQueryRecordLimitExceeded" };
            }

            var key = new Key([.. groups.Select(group => group.Get(row))]);
            if (!found.TryGetValue(key, out var members))
            {
                found.Add(key, members = []);
            }

            members.Add(row);
        }

        // Figures without groups are one row, also over nothing.
        if (groups.Count == 0 && found.Count == 0)
        {
            found.Add(new Key([]), []);
        }

        return [.. found.OrderBy(pair => pair.Key, Comparer<Key>.Create(Key.Compare)).Select(pair => (IReadOnlyList<object?>)[.. pair.Key.Values, .. aggregates.Select(aggregate => Compute(aggregate, pair.Value))])];
    }

    private static object? Compute(Aggregate<T> aggregate, List<T> rows)
    {
        if (aggregate.Kind == AggregateKind.Count)
        {
            return rows.Count;
        }

        var values = rows.Select(aggregate.Get).OfType<object>().ToList();
        switch (aggregate.Kind)
        {
            case AggregateKind.CountColumn:
                return values.Count;
            case AggregateKind.CountDistinct:
                return values.Select(value => new Key([value])).Distinct().Count();
            case AggregateKind.Min:
                return values.Count == 0 ? null : values.Aggregate((least, value) => RowValues.Compare(value, least) < 0 ? value : least);
            case AggregateKind.Max:
                return values.Count == 0 ? null : values.Aggregate((most, value) => RowValues.Compare(value, most) > 0 ? value : most);
            default:
                return values.Count == 0 ? null : Total(aggregate, values);
        }
    }

    private static object Total(Aggregate<T> aggregate, List<object> values)
    {
        if (aggregate.Column!.Type is not (ColumnType.Integer or ColumnType.BigInt or ColumnType.Decimal or ColumnType.Money or ColumnType.Double))
        {
            throw SiteErrors.BadFetch($"The column '{aggregate.Column.Name}' is not a number, so it can't be summed or averaged.");
        }

        if (aggregate.Column.Type == ColumnType.Double)
        {
            var number = values.Sum(value => (double)value);
            return aggregate.Kind == AggregateKind.Sum ? number : number / values.Count;
        }

        var sum = values.Sum(value => Convert.ToDecimal(value, CultureInfo.InvariantCulture));
        return aggregate.Column.Type is ColumnType.Integer or ColumnType.BigInt
            ? aggregate.Kind == AggregateKind.Sum ? (long)sum : (long)(sum / values.Count)
            : aggregate.Kind == AggregateKind.Sum ? sum : Math.Round(sum / values.Count, 4, MidpointRounding.AwayFromZero);
    }

    /// <summary>Values that make a group; text is the same in any case.</summary>
    private sealed record Key(IReadOnlyList<object?> Values)
    {
        public static int Compare(Key left, Key right) =>
            left.Values.Zip(right.Values, RowValues.Compare).FirstOrDefault(order => order != 0);

        public bool Equals(Key? other) => other is not null && Values.Count == other.Values.Count
            && Values.Zip(other.Values, (a, b) => a is int[] x && b is int[] y ? x.AsSpan().SequenceEqual(y) : RowValues.Compare(a, b) == 0).All(same => same);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var value in Values)
            {
                hash.Add(value switch { string text => StringComparer.OrdinalIgnoreCase.GetHashCode(text), Reference reference => reference.Id.GetHashCode(), int[] set => set.Length, _ => value?.GetHashCode() ?? 0 });
            }

            return hash.ToHashCode();
        }
    }
}
