using System.Globalization;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Writing;

/// <summary>Rows of a batch that are written by the same statement: the same cells are sent of each.</summary>
internal sealed record WriteOrder
{
    /// <summary>Where to.</summary>
    public required DatabaseTable Table { get; init; }

    /// <summary>What to do.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>The batch that the rows are in.</summary>
    public required RowBatch Batch { get; init; }

    /// <summary>The table's column for each of the batch's; null for one that is not written.</summary>
    public required IReadOnlyList<DatabaseColumn?> Columns { get; init; }

    /// <summary>Indexes of the key columns in the batch; empty for an insert without.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>Indexes of the columns to set; for an insert or upsert key columns are among them.</summary>
    public required IReadOnlyList<int> Values { get; init; }

    /// <summary>Version that each row of the batch must still have; null when none of this order's rows has such a demand.</summary>
    public IReadOnlyList<string?>? Versions { get; init; }

    /// <summary>Whether the database makes the only column of the primary key, which then has to be asked back.</summary>
    public bool AsksId => Kind is WriteKind.Insert or WriteKind.Upsert && Table.RowId is not null && RowIdIndex < 0;

    /// <summary>Index of the only column of the primary key among the columns that are sent; -1 when it is not.</summary>
    public int RowIdIndex => Table.RowId is { } id ? Values.Concat(Keys).Cast<int?>().FirstOrDefault(i => Columns[i!.Value] == id) ?? -1 : -1;

    /// <summary>The table's column at an index of the batch.</summary>
    public DatabaseColumn Column(int index) => Columns[index]!;

    /// <summary>A cell as CLR value.</summary>
    public object? Value(int column, int row) => Batch.GetValue(column, row);

    /// <summary>A value of a primary key as outcomes name it.</summary>
    public static string? IdText(object? value) => value switch
    {
        null or DBNull => null,
        Guid id => id.ToString("D"),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
