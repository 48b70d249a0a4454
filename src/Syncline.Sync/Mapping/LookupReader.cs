using System.Globalization;
using System.Runtime.CompilerServices;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Mapping;

/// <summary>
/// Stages a table that lookup rules search in. A small table is read whole. Of a large one only the rows that the source's values name are
/// asked for, where the connection reads by keys and is known to find at least what a match would; what the rules find is the same either way.
/// Several tables may be staged at the same time.
/// </summary>
internal sealed class LookupReader(BoundProject project, IConnection target, DuckDbStage stage)
{
    /// <summary>Rows of a table that are read before it counts as large, however few values are looked for.</summary>
    public const int SmallTable = 5_000;

    /// <summary>Different values per rule that are asked for at most.</summary>
    public const int MostValues = 2_000;

    // A request by keys names some fifty values and a page of a whole read brings some thousand rows: with fewer rows per value a whole read is no slower.
    private const int RowsPerValue = 50;
    private const int LongestValue = 100;

    private readonly bool ignoreCase = target.Capabilities.KeysIgnoreCase;

    /// <summary>Whether this table's rows can be asked for by the values of its rules: the columns say so, whatever the values are.</summary>
    public bool CanAsk(LookupSource lookup) => target.Capabilities.ReadByKeys
        && Rules(lookup).All(rule => rule.Column.Match.All(match => match.CompanionOf is null && match.Type.Kind is ColumnKind.Text or ColumnKind.Guid));

    /// <summary>Stages the table, once the source's rows are staged.</summary>
    /// <param name="lookup">The table; <see cref="CanAsk"/> it.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How it was read, when not whole: <c>account by 12 values</c>. Null when it was read whole.</returns>
    public async Task<string?> LoadAsync(LookupSource lookup, Action<long> progress, CancellationToken cancellationToken)
    {
        var filters = await FiltersAsync(lookup, cancellationToken);
        if (filters is null)
        {
            await stage.LoadAsync(lookup.Staged, lookup.Columns, target.ReadAsync(Request(lookup), cancellationToken), progress, cancellationToken);
            return null;
        }

        var values = filters.Sum(filter => filter.Keys.Count);
        var first = new Beginning(Math.Max(SmallTable, values * RowsPerValue));
        await stage.LoadAsync(lookup.Staged, lookup.Columns, first.OfAsync(target.ReadAsync(Request(lookup) with { InOrder = true }, cancellationToken), cancellationToken), progress, cancellationToken);
        if (!first.BrokeOff)
        {
            return null;
        }

        var found = lookup.Staged + "_found";
        try
        {
            await stage.LoadAsync(found, lookup.Columns, AskAsync(lookup, filters, cancellationToken), progress, cancellationToken);
        }
        catch (SynclineException refused) when (refused is SchemaException or ReadException)
        {
            // Not every system searches by every column. What else is wrong shows itself again.
            await stage.TransactAsync($"DROP TABLE IF EXISTS {found}; DROP TABLE {lookup.Staged}", cancellationToken);
            await stage.LoadAsync(lookup.Staged, lookup.Columns, target.ReadAsync(Request(lookup), cancellationToken), progress, cancellationToken);
            return $"{lookup.Table.Name} whole: {refused.Error.Id}";
        }

        // A row that several rules or loosely compared values find comes several times.
        var key = Sql.Quote(lookup.Table.PrimaryKey!.Columns[0]);
        await stage.TransactAsync(
            $"""
            CREATE OR REPLACE TABLE {lookup.Staged} AS SELECT * FROM {found} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {Sql.Quote(DuckDbStage.RowNumber)}) = 1;
            DROP TABLE {found}
            """,
            cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{lookup.Table.Name} by {values} value{(values == 1 ? "" : "s")}");
    }

    private static ReadRequest Request(LookupSource lookup) => new() { Table = lookup.Table.Name, Columns = [.. lookup.Columns.Select(column => column.Name)] };

    private IEnumerable<(BoundColumn Column, int Index)> Rules(LookupSource lookup) => project.Columns
        .Select((column, index) => (Column: column, Index: index))
        .Where(rule => rule.Column.Match.Count > 0 && string.Equals(rule.Column.LookupTable!.Name, lookup.Table.Name, StringComparison.OrdinalIgnoreCase));

    private async IAsyncEnumerable<RowBatch> AskAsync(LookupSource lookup, IReadOnlyList<KeyFilter> filters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var filter in filters.Where(filter => filter.Keys.Count > 0))
        {
            await foreach (var batch in target.ReadAsync(Request(lookup) with { Keys = filter }, cancellationToken))
            {
                yield return batch;
            }
        }
    }

    // One for each rule; null when there are too many values, or one that the system may compare more strictly than a match does.
    private async Task<IReadOnlyList<KeyFilter>?> FiltersAsync(LookupSource lookup, CancellationToken cancellationToken)
    {
        var filters = new List<KeyFilter>();
        foreach (var (column, index) in Rules(lookup))
        {
            var keys = await stage.QueryApartAsync<IReadOnlyList<object>>(
                new MappingQuery(project, ignoreCase).LookupValues(index, MostValues + 1),
                reader => [.. Enumerable.Range(0, column.Match.Count).Select(reader.GetValue)],
                cancellationToken);
            if (keys.Count > MostValues || keys.Any(key => key.Index().Any(part => !FindsAll(column.Match[part.Index], part.Item))))
            {
                return null;
            }

            filters.Add(new KeyFilter([.. column.Match.Select(match => match.Name)], keys));
        }

        return filters;
    }

    // Systems differ in what they do with blanks, control characters, accents and very long texts, but not with plain ones.
    private bool FindsAll(ColumnSchema match, object value) => value is not string text
        || (text.Length <= LongestValue && text[0] != ' ' && text[^1] != ' ' && text.All(letter => letter is >= ' ' and <= '~')
            && (!ignoreCase || match.IsFoundInAnyCase || !text.Any(char.IsAsciiLetter)));

    /// <summary>The first rows of a read, which it ends after.</summary>
    private sealed class Beginning(long most)
    {
        /// <summary>Whether there was more.</summary>
        public bool BrokeOff { get; private set; }

        public async IAsyncEnumerable<RowBatch> OfAsync(IAsyncEnumerable<RowBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var rows = 0L;
            await foreach (var batch in batches.WithCancellation(cancellationToken))
            {
                rows += batch.RowCount;
                if (rows > most)
                {
                    batch.Dispose();
                    BrokeOff = true;
                    yield break;
                }

                yield return batch;
            }
        }
    }
}
