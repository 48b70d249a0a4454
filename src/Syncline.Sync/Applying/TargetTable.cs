using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>The target table of a plan: finds the rows of changes on it and says what became of them. Safe for concurrent use.</summary>
internal sealed class TargetTable
{
    private readonly IConnection connection;
    private readonly PlanHeader header;
    private readonly IReadOnlyList<PlanColumn> columns;
    private readonly int[] keyPositions;
    private readonly int[] comparedPositions;

    public TargetTable(IConnection connection, PlanHeader header, IReadOnlyList<PlanColumn> columns, TableSchema schema)
    {
        this.connection = connection;
        this.header = header;
        this.columns = columns;
        RowId = header.RowIdColumn is { } name ? schema.Find(name) : null;
        HasPrimaryKey = schema.PrimaryKey is not null;
        keyPositions = [.. header.Key.Select(Position)];
        comparedPositions =
        [
            .. Enumerable.Range(0, columns.Count)
                .Where(i => columns[i].Role != PlanColumnRole.Display && (schema.Find(columns[i].Name)?.CanRead ?? false)),
        ];
    }

    /// <summary>The primary key column whose values stand in the plan; null when rows are found by the plan's key.</summary>
    public ColumnSchema? RowId { get; }

    /// <summary>Whether the system itself knows by which columns rows are told apart.</summary>
    public bool HasPrimaryKey { get; }

    /// <summary>Whether many small looks are cheap; else each look reads the whole table.</summary>
    public bool FindsByKey => connection.Capabilities.ReadByKeys;

    /// <summary>Whether the target itself can refuse a row that changed, so that no look is needed before writing this change.</summary>
    public bool GuardsVersion(PlannedChange change) => connection.Capabilities.RowVersions && change.Version is not null;

    /// <summary>Whether the change's row is found by the primary key.</summary>
    public bool HasRowId(PlannedChange change) => RowId is not null && change.RowId is not null;

    /// <summary>Value of the primary key of a change that has it.</summary>
    public object RowIdOf(PlannedChange change) => ParseRowId(change.RowId!, RowId!.Type.Kind);

    /// <summary>Looks at the rows of these changes, in as few requests as the connection allows.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="extra">A column to read beside those of the plan; null for none.</param>
    /// <returns>Per change, by number, the row as it stands; no entry when there is none.</returns>
    public async ValueTask<Dictionary<long, TargetRow>> FindAsync(IReadOnlyCollection<PlannedChange> changes, CancellationToken cancellationToken, string? extra = null)
    {
        var found = new Dictionary<long, TargetRow>();
        foreach (var group in changes.GroupBy(HasRowId))
        {
            await FindAsync([.. group], byRowId: group.Key, extra, found, cancellationToken);
        }

        return found;
    }

    /// <summary>What the row as it stands says about a change.</summary>
    public Verdict Judge(PlannedChange change, TargetRow? row) => change.Action switch
    {
        // Only this plan knows the id that it fixed for a new row: a row that has it was made by it.
        PlanAction.Add => row is null ? Verdict.NotWritten : HasRowId(change) || HasAfter(change, row) ? Verdict.Done : Verdict.Changed,
        PlanAction.Update when row is null => Verdict.Changed,
        PlanAction.Update => IsUntouched(change, row) ? Verdict.NotWritten : HasAfter(change, row) ? Verdict.Done : Verdict.Changed,
        _ => row is null ? Verdict.Done : IsUntouched(change, row) ? Verdict.NotWritten : Verdict.Changed,
    };

    /// <summary>Names of the columns in which the row is not what the change wants.</summary>
    public IReadOnlyList<string> Differences(PlannedChange change, TargetRow row) =>
    [
        .. comparedPositions
            .Where(i => change.Changed.Contains(columns[i].Name, StringComparer.OrdinalIgnoreCase)
                && !CellEquality.AreSame(row.Values[i], change.After![i], columns[i].Type))
            .Select(i => columns[i].Name),
    ];

    private bool HasAfter(PlannedChange change, TargetRow row) => Differences(change, row).Count == 0;

    private bool IsUntouched(PlannedChange change, TargetRow row)
    {
        if (change.Version is { } version && row.Version is not null)
        {
            return version == row.Version;
        }

        return comparedPositions.All(i => CellEquality.AreSame(row.Values[i], change.Before![i], columns[i].Type));
    }

    private async ValueTask FindAsync(IReadOnlyList<PlannedChange> changes, bool byRowId, string? extra, Dictionary<long, TargetRow> found, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> keyColumns = byRowId ? [RowId!.Name] : header.Key;
        var wanted = new Dictionary<string, List<PlannedChange>>(StringComparer.Ordinal);
        var keys = new List<IReadOnlyList<object>>(changes.Count);
        foreach (var change in changes)
        {
            object[] key = byRowId ? [RowIdOf(change)] : [.. keyPositions.Select(i => (change.Before ?? change.After)![i]).OfType<object>()];
            if (key.Length < keyColumns.Count)
            {
                continue; // a key with a part missing finds no row
            }

            var text = KeyText(key);
            if (!wanted.TryGetValue(text, out var same))
            {
                wanted[text] = same = [];
                keys.Add(key);
            }

            same.Add(change);
        }

        if (keys.Count == 0)
        {
            return;
        }

        var names = comparedPositions.Select(i => columns[i].Name).ToList();
        names.AddRange(keyColumns.Where(key => !names.Contains(key, StringComparer.OrdinalIgnoreCase)));
        if (extra is not null && !names.Contains(extra, StringComparer.OrdinalIgnoreCase))
        {
            names.Add(extra);
        }

        if (connection.Capabilities.RowVersions)
        {
            names.Add(ReadRequest.RowVersionColumn);
        }

        var request = new ReadRequest { Table = header.Target.Table, Columns = names, Keys = FindsByKey ? new KeyFilter(keyColumns, keys) : null };
        await foreach (var batch in connection.ReadAsync(request, cancellationToken).WithCancellation(cancellationToken))
        {
            using (batch)
            {
                Collect(batch, [.. keyColumns.Select(batch.IndexOf)], extra is null ? -1 : batch.IndexOf(extra), wanted, found);
            }
        }
    }

    private void Collect(RowBatch batch, int[] keyIndexes, int extra, Dictionary<string, List<PlannedChange>> wanted, Dictionary<long, TargetRow> found)
    {
        var version = batch.IndexOf(ReadRequest.RowVersionColumn);
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (!wanted.TryGetValue(KeyText(keyIndexes.Select(index => batch.GetValue(index, row) ?? "")), out var changes))
            {
                continue;
            }

            var values = new object?[columns.Count];
            for (var i = 0; i < comparedPositions.Length; i++)
            {
                values[comparedPositions[i]] = batch.GetValue(i, row);
            }

            var target = new TargetRow(version >= 0 ? batch.GetValue(version, row) as string : null, values, extra >= 0 ? batch.GetValue(extra, row) : null);
            foreach (var change in changes)
            {
                found[change.Seq] = target;
            }
        }
    }

    private string KeyText(IEnumerable<object> key)
    {
        var text = string.Join('\u001f', key.Select(value => value is string s ? s.TrimEnd() : Convert.ToString(value, CultureInfo.InvariantCulture)));
        return connection.Capabilities.KeysIgnoreCase ? text.ToUpperInvariant() : text;
    }

    private int Position(string column)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Name, column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new InvalidDataException($"The plan's key column {column} is not among its columns.");
    }

    private static object ParseRowId(string text, ColumnKind kind) => kind switch
    {
        ColumnKind.Guid or ColumnKind.Lookup => Guid.Parse(text),
        ColumnKind.Integer => long.Parse(text, CultureInfo.InvariantCulture),
        ColumnKind.Choice => int.Parse(text, CultureInfo.InvariantCulture),
        ColumnKind.Decimal or ColumnKind.Money => decimal.Parse(text, CultureInfo.InvariantCulture),
        ColumnKind.Text => text,
        _ => throw new NotSupportedException($"A primary key of kind {kind} can not be told as text."),
    };
}
