using Syncline.Core.Tables;

namespace Syncline.Sync.Projects;

/// <summary>Proposes which source column fills which target column, and by what rows are identified.</summary>
public sealed record AutoMap
{
    /// <summary>Proposed pairs, in the target's order; each column at most once.</summary>
    public required IReadOnlyList<AutoMapPair> Pairs { get; init; }

    /// <summary>Proposed key: the shortest alternate key, else the primary key, all of whose columns are mapped; empty when there is none.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Source columns that no pair uses.</summary>
    public required IReadOnlyList<ColumnSchema> Unused { get; init; }

    /// <summary>Pairs columns by name, then by display name, then by name without case, spaces, signs and prefixes.</summary>
    public static AutoMap Propose(TableSchema source, TableSchema target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var free = source.Columns.Where(column => column is { CanRead: true, CompanionOf: null }).ToList();
        var open = target.Columns.Where(column => column is { CanRead: true, CompanionOf: null } && (column.CanInsert || column.CanUpdate)).ToList();
        var pairs = new Dictionary<string, AutoMapPair>(StringComparer.OrdinalIgnoreCase);
        Pair((from, to) => Same(from.Name, to.Name), "same name");
        Pair((from, to) => Same(from.Name, to.DisplayName) || Same(from.DisplayName, to.Name) || Same(from.DisplayName, to.DisplayName), "same display name");
        Pair((from, to) => Plain(from.Name) == Plain(to.Name), "similar name");
        Pair((from, to) => Plain(from.Name) == Plain(to.DisplayName) || Plain(from.DisplayName) == Plain(to.Name), "similar display name");
        Pair((from, to) => Plain(WithoutPrefix(from.Name)) == Plain(WithoutPrefix(to.Name)), "same name but for a prefix");

        var key = target.Keys.Where(candidate => candidate.Columns.All(pairs.ContainsKey)).OrderBy(candidate => candidate.IsPrimary).ThenBy(candidate => candidate.Columns.Count).FirstOrDefault();
        return new AutoMap
        {
            Pairs = [.. target.Columns.Where(column => pairs.ContainsKey(column.Name)).Select(column => pairs[column.Name])],
            Key = key?.Columns ?? [],
            Unused = free,
        };

        void Pair(Func<ColumnSchema, ColumnSchema, bool> matches, string reason)
        {
            foreach (var to in open.ToList())
            {
                var candidates = free.Where(from => matches(from, to)).ToList();
                if (candidates is [var only] && open.Count(other => matches(only, other)) == 1)
                {
                    pairs.Add(to.Name, new AutoMapPair(only, to, reason));
                    free.Remove(only);
                    open.Remove(to);
                }
            }
        }
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
