using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;
using Syncline.Core.Tables;

namespace Syncline.Core.Rows;

/// <summary>
/// Some rows of a table, column by column: an Arrow <see cref="RecordBatch"/> together with what its columns mean.
/// Immutable and safe for concurrent reads. Who receives a batch owns it and disposes it.
/// </summary>
public sealed class RowBatch : IDisposable
{
    private readonly IArrowArray[] arrays;

    /// <summary>Takes over a record batch whose fields are those of <paramref name="columns"/>, in the forms of <see cref="ArrowTypes"/>.</summary>
    public RowBatch(IReadOnlyList<ColumnSchema> columns, RecordBatch data)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(data);
        if (columns.Count != data.ColumnCount)
        {
            throw new ArgumentException($"{columns.Count} columns are described, {data.ColumnCount} are there.", nameof(data));
        }

        Columns = columns;
        Data = data;
        arrays = [.. data.Arrays];
    }

    /// <summary>What each column means, in order.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>The Arrow form.</summary>
    public RecordBatch Data { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => Data.Length;

    /// <summary>Index of a column by name without regard to case; -1 when it is not there.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Name, column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a cell has no value.</summary>
    public bool IsNull(int column, int row) => arrays[column].IsNull(row);

    /// <summary>
    /// A cell as CLR value: string (Text, Choices), long (Integer), int (Choice), decimal, double, bool, DateTime (Kind Utc for DateTime,
    /// Unspecified for LocalDateTime), DateOnly, TimeOnly, Guid (Guid, Lookup), byte[]; null when there is none.
    /// </summary>
    public object? GetValue(int column, int row)
    {
        if (IsNull(column, row))
        {
            return null;
        }

        return Columns[column].Type.Kind switch
        {
            ColumnKind.Text or ColumnKind.Choices => GetText(column, row),
            ColumnKind.Integer => GetInt64(column, row),
            ColumnKind.Choice => (int)GetInt64(column, row),
            ColumnKind.Decimal or ColumnKind.Money => GetDecimal(column, row),
            ColumnKind.Double => GetDouble(column, row),
            ColumnKind.Boolean => GetBoolean(column, row),
            ColumnKind.DateTime or ColumnKind.LocalDateTime => GetDateTime(column, row),
            ColumnKind.Date => GetDate(column, row),
            ColumnKind.Time => GetTime(column, row),
            ColumnKind.Guid or ColumnKind.Lookup => GetGuid(column, row),
            ColumnKind.Binary => GetBytes(column, row).ToArray(),
            _ => throw new InvalidOperationException($"Unknown kind {Columns[column].Type.Kind}."),
        };
    }

    /// <summary>Text of a cell that is not null.</summary>
    public string GetText(int column, int row) => ((StringArray)arrays[column]).GetString(row)!;

    /// <summary>Bytes of a Text (as UTF-8), Choices or Binary cell; valid while the batch lives.</summary>
    public ReadOnlySpan<byte> GetBytes(int column, int row) => ((BinaryArray)arrays[column]).GetBytes(row);

    /// <summary>The same as <see cref="GetBytes"/>, to be kept while other work goes on; not copied, so valid while the batch lives.</summary>
    public ReadOnlyMemory<byte> GetMemory(int column, int row)
    {
        var array = (BinaryArray)arrays[column];
        return array.ValueBuffer.Memory.Slice(array.ValueOffsets[row], array.GetValueLength(row));
    }

    /// <summary>Whole number of an Integer or Choice cell that is not null.</summary>
    public long GetInt64(int column, int row) =>
        arrays[column] is Int32Array small ? small.Values[row] : ((Int64Array)arrays[column]).Values[row];

    /// <summary>Exact number of a Decimal or Money cell that is not null, without trailing zeros.</summary>
    public decimal GetDecimal(int column, int row)
    {
        var array = (Decimal128Array)arrays[column];
        var unscaled = MemoryMarshal.Read<Int128>(array.ValueBuffer.Span.Slice((array.Offset + row) * 16, 16));
        return ScaledDecimal.FromUnscaled(unscaled, ((Decimal128Type)array.Data.DataType).Scale);
    }

    /// <summary>Number of a Double cell that is not null.</summary>
    public double GetDouble(int column, int row) => ((DoubleArray)arrays[column]).Values[row];

    /// <summary>Truth of a Boolean cell that is not null.</summary>
    public bool GetBoolean(int column, int row) => ((BooleanArray)arrays[column]).GetValue(row)!.Value;

    /// <summary>Moment (Kind Utc) or local date and time (Kind Unspecified) of a cell that is not null.</summary>
    public DateTime GetDateTime(int column, int row)
    {
        var array = (TimestampArray)arrays[column];
        var kind = Columns[column].Type.Kind == ColumnKind.DateTime ? DateTimeKind.Utc : DateTimeKind.Unspecified;
        return new DateTime(DateTime.UnixEpoch.Ticks + (array.Values[row] * TimeSpan.TicksPerMicrosecond), kind);
    }

    /// <summary>Date of a cell that is not null.</summary>
    public DateOnly GetDate(int column, int row) =>
        DateOnly.FromDayNumber(((Date32Array)arrays[column]).Values[row] + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    /// <summary>Time of day of a cell that is not null.</summary>
    public TimeOnly GetTime(int column, int row) => new(((Time64Array)arrays[column]).Values[row] * TimeSpan.TicksPerMicrosecond);

    /// <summary>Id of a Guid or Lookup cell that is not null.</summary>
    public Guid GetGuid(int column, int row)
    {
        var array = (FixedSizeBinaryArray)arrays[column];
        return new Guid(array.ValueBuffer.Span.Slice((array.Offset + row) * 16, 16), bigEndian: true);
    }

    /// <inheritdoc/>
    public void Dispose() => Data.Dispose();
}
