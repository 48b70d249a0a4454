using Syncline.Core.Tables;

namespace Syncline.Sync.Projects;

/// <summary>Proposes which source column fills which target column, and by what rows are identified.</summary>
public sealed record AutoMap
{
    /// <summary>Proposed pairs, in the target's order; each column at most once.</summary>
    public required IReadOnlyList<AutoMapPair> Pairs { get; init; }

    /// <summary>
    /// Proposed key: the shortest alternate key, else the primary key, all of whose columns are mapped; else a mapped column whose values are unique in
    /// the sample, one that sounds like a key before others; empty when there is none.
    /// </summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Source columns that no pair uses.</summary>
    public required IReadOnlyList<ColumnSchema> Unused { get; init; }

    /// <summary>Pairs columns by name, then by display name, then by name without case, spaces, signs and prefixes, then choices by what the sample holds.</summary>
    /// <param name="source">Source table.</param>
    /// <param name="target">Target table.</param>
    /// <param name="sample">Rows of the source; null when none were looked at.</param>
    public static AutoMap Propose(TableSchema source, TableSchema target, SourceSample? sample = null)
    {
        sample ??= SourceSample.None;
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var free = source.Columns.Where(column => column is { CanRead: true, CompanionOf: null }).ToList();
        var open = target.Columns.Where(column => column is { CanRead: true, CompanionOf: null } && (column.CanInsert || column.CanUpdate)).ToList();
        var pairs = new Dictionary<string, AutoMapPair>(StringComparer.OrdinalIgnoreCase);
        Pair((from, to) => Same(from.Name, to.Name), "same name", AutoMapConfidence.Certain);
        Pair((from, to) => Same(from.Name, to.DisplayName) || Same(from.DisplayName, to.Name) || Same(from.DisplayName, to.DisplayName), "same display name", AutoMapConfidence.Certain);
        Pair((from, to) => Plain(from.Name) == Plain(to.Name), "similar name", AutoMapConfidence.Likely);
        Pair((from, to) => Plain(from.Name) == Plain(to.DisplayName) || Plain(from.DisplayName) == Plain(to.Name), "similar display name", AutoMapConfidence.Likely);
        Pair((from, to) => Plain(WithoutPrefix(from.Name)) == Plain(WithoutPrefix(to.Name)), "same name but for a prefix", AutoMapConfidence.Possible);

        Pair((from, to) => to.Type.Kind == ColumnKind.Choice && from.Type.Kind == ColumnKind.Text && HoldsLabels(sample.ValuesOf(from.Name), to.Type), "its values are the options", AutoMapConfidence.Likely);

        var key = target.Keys.Where(candidate => candidate.Columns.All(pairs.ContainsKey)).OrderBy(candidate => candidate.IsPrimary).ThenBy(candidate => candidate.Columns.Count).FirstOrDefault();
        return new AutoMap
        {
            Pairs = [.. target.Columns.Where(column => pairs.ContainsKey(column.Name)).Select(column => pairs[column.Name])],
            Key = key?.Columns ?? UniqueColumn(target, pairs, sample),
            Unused = free,
        };

        void Pair(Func<ColumnSchema, ColumnSchema, bool> matches, string reason, AutoMapConfidence confidence)
        {
            foreach (var to in open.ToList())
            {
                var candidates = free.Where(from => matches(from, to)).ToList();
                if (candidates is [var only] && open.Count(other => matches(only, other)) == 1)
                {
                    pairs.Add(to.Name, new AutoMapPair(only, to, reason, confidence));
                    free.Remove(only);
                    open.Remove(to);
                }
            }
        }
    }

    // At least two different values, so that a column that is always "Other" pairs with nothing.
    private static bool HoldsLabels(IReadOnlyList<string> texts, ColumnType type) =>
        texts.Distinct(StringComparer.OrdinalIgnoreCase).Take(2).Count() == 2 && texts.All(text => type.Choices.Any(option => string.Equals(option.Label.Trim(), text, StringComparison.OrdinalIgnoreCase)));

    private static string[] UniqueColumn(TableSchema target, Dictionary<string, AutoMapPair> pairs, SourceSample sample)
    {
        string[] likely = ["number", "code", "identifier", "id", "key", "mail"];
        return
        [
            .. target.Columns.Where(column => column.Type.Kind is ColumnKind.Text or ColumnKind.Integer or ColumnKind.Guid && pairs.TryGetValue(column.Name, out var pair) && sample.IsUnique(pair.From.Name))
                .OrderBy(column => Array.FindIndex(likely, word => column.Name.Contains(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place ? place : likely.Length)
                .Take(1)
                .Select(column => column.Name),
        ];
    }

    private static bool Same(string? left, string? right) => left is not null && string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // Lower-case letters and digits alone; a name without any never matches.
    private static string Plain(string? name)
    {
        var plain = string.Concat((name ?? "").Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
        return plain.Length == 0 ? Guid.NewGuid().ToString() : plain;
    }

    // Publisher prefixes of Dataverse (new_, cr123_) and of exports (contact_).
    private static string WithoutPrefix(string name)
    {
        var underscore = name.IndexOf('_', StringComparison.Ordinal);
        return underscore is > 1 and < 9 && underscore < name.Length - 1 ? name[(underscore + 1)..] : name;
    }
}
