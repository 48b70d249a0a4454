using CsCheck;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>What holds for every pair of tables and every project.</summary>
public sealed class PlanProperties
{
    private static readonly Gen<string?> Key = OneOf<string?>("1", "2", "3", "4", "5", "a", "A", "b", "", null);
    private static readonly Gen<string?> Name = OneOf<string?>("x", "X", " x", "x ", "y", "", null, "Ä", "ä");
    private static readonly Gen<string?> Number = OneOf<string?>("1", "1.0", "1.005", "-2", "3.99", "many", "", null);

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Select(Key, Name, Number).List[0, 12],
        Gen.Select(Key, Name, OneOf<decimal?>(1m, -2m, 3.99m, 4m, null)).List[0, 12],
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        (source, target, ignoreCase, trim, emptyIsNull, keysIgnoreCase, delete) => new Case(source, target, ignoreCase, trim, emptyIsNull, keysIgnoreCase, delete));

    [Fact]
    public Task A_plan_is_what_a_dictionary_compare_finds_and_once_applied_nothing_is_left() => Cases.SampleAsync(
        async example =>
        {
            using var bed = Bed(example);
            var expected = Naive(example);

            var changes = await bed.PlanAsync(example.Yaml);

            changes.Select(change => $"{change.Action} {bed.After(change, "k") ?? bed.Before(change, "k")}").Order(StringComparer.Ordinal)
                .ShouldBe(expected.Order(StringComparer.Ordinal));
            changes.Select(change => change.Seq).ShouldBe(Enumerable.Range(1, changes.Count).Select(seq => (long)seq));
            await bed.ApplyAsync(changes);
            (await bed.PlanAsync(example.Yaml)).ShouldBeEmpty();
        },
        iter: 25,
        threads: 1,
        print: example => example.ToString());

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // The same in the plainest way that could be right.
    private static List<string> Naive(Case example)
    {
        var keys = example.KeysIgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var target = new Dictionary<string, (string Key, string? Name, decimal? Number)>(keys);
        foreach (var (key, name, number) in example.Target.Where(row => row.Key is not (null or "")))
        {
            target.TryAdd(key!, (key!, name, number));
        }

        var source = new Dictionary<string, (string Key, string? Name, string? Number)>(keys);
        foreach (var (key, name, number) in example.Source.Where(row => row.Key is not (null or "")))
        {
            source.TryAdd(key!, (key!, name, number));
        }

        var changes = new List<string>();
        foreach (var (key, row) in source)
        {
            if (row.Number is "many" or "1.005")
            {
                continue;
            }

            var number = row.Number is null or "" ? (decimal?)null : decimal.Parse(row.Number, System.Globalization.CultureInfo.InvariantCulture);
            if (!target.TryGetValue(key, out var other))
            {
                changes.Add($"Add {row.Key}");
            }
            else if (number != other.Number || Normal(row.Name) != Normal(other.Name))
            {
                changes.Add($"Update {other.Key}");
            }
        }

        if (example.Delete && example.Source.All(row => row.Key is not (null or "")))
        {
            var shared = example.Target.GroupBy(row => row.Key ?? "", keys).Where(rows => rows.Count() > 1).Select(rows => rows.Key).ToHashSet(keys);
            changes.AddRange(target.Where(row => !source.ContainsKey(row.Key) && !shared.Contains(row.Key)).Select(row => $"Delete {row.Value.Key}"));
        }

        return changes;

        string? Normal(string? name)
        {
            var text = example.Trim ? name?.Trim() : name;
            text = example.IgnoreCase ? text?.ToLowerInvariant() : text;
            return example.EmptyIsNull && text is "" ? null : text;
        }
    }

    private static PlanBed Bed(Case example)
    {
        var bed = new PlanBed().WithSource(Column("id"), Column("name"), Column("n")).WithTarget(Column("k"), Column("name"), Column("n", new ColumnType { Kind = ColumnKind.Decimal, Scale = 2 }));
        bed.Target.Capabilities = bed.Target.Capabilities with { KeysIgnoreCase = example.KeysIgnoreCase };
        foreach (var (key, name, number) in example.Source)
        {
            bed.SourceTable.Add(key, name, number);
        }

        foreach (var (key, name, number) in example.Target)
        {
            bed.AddTarget(key, name, number);
        }

        return bed;
    }

    private sealed record Case(
        List<(string? Key, string? Name, string? Number)> Source,
        List<(string? Key, string? Name, decimal? Number)> Target,
        bool IgnoreCase,
        bool Trim,
        bool EmptyIsNull,
        bool KeysIgnoreCase,
        bool Delete)
    {
        public string Yaml => $$"""
            key: k
            columns: { k: id, name: name, n: n }
            compare: { ignore-case: {{Word(IgnoreCase)}}, trim: {{Word(Trim)}}, empty-equals-null: {{Word(EmptyIsNull)}} }
            actions: { delete: {{Word(Delete)}} }
            duplicates: first
            """;

        public override string ToString() => $"{Yaml}\nkeys-ignore-case: {KeysIgnoreCase}\nsource: {string.Join(" ", Source)}\ntarget: {string.Join(" ", Target)}";

        private static string Word(bool value) => value ? "true" : "false";
    }
}
