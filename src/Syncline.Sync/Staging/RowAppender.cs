using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using DuckDBAppender = DuckDB.NET.Native.DuckDBAppender;

namespace Syncline.Sync.Staging;

/// <summary>
/// Copies batches into a DuckDB table vector by vector: fixed-width values as whole blocks, texts as bytes, nothing boxed. The table's first
/// column numbers the rows; the others are <c>columns</c>. For one caller at a time.
/// </summary>
internal sealed unsafe class RowAppender : IDisposable
{
    private readonly IReadOnlyList<ColumnSchema> columns;
    private readonly DuckDBAppender appender;
    private readonly DuckDBDataChunk chunk;
    private readonly int vectorSize = (int)NativeMethods.Helpers.DuckDBVectorSize();

    public RowAppender(DuckDBConnection connection, string table, IReadOnlyList<ColumnSchema> columns)
    {
        this.columns = columns;
        var created = NativeMethods.Appender.DuckDBAppenderCreate(connection.NativeConnection, null!, table, out appender);
        if (created != DuckDBState.Success)
        {
            throw new InvalidOperationException($"No appender for {table}.");
        }

        var types = new DuckDBLogicalType[columns.Count + 1];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = NativeMethods.Appender.DuckDBAppenderColumnType(appender, (ulong)i);
        }

        chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk([.. types.Select(type => type.DangerousGetHandle())], (ulong)types.Length);
        foreach (var type in types)
        {
            type.Dispose();
        }
    }

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds all rows of a batch.</summary>
    public void Append(RowBatch batch)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i >= batch.Columns.Count || Sql.TypeOf(batch.Columns[i].Type) != Sql.TypeOf(columns[i].Type))
            {
                throw new InvalidOperationException($"A batch does not hold {columns[i].Name} as {columns[i].Type.Kind} where the table's description does.");
            }
        }

        for (var start = 0; start < batch.RowCount; start += vectorSize)
        {
            var count = Math.Min(vectorSize, batch.RowCount - start);
            NativeMethods.DataChunks.DuckDBDataChunkReset(chunk);
            var numbers = (long*)NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, 0));
            for (var row = 0; row < count; row++)
            {
                numbers[row] = Rows + row + 1;
            }

            for (var i = 0; i < columns.Count; i++)
            {
                Fill(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, i + 1), batch.Data.Column(i), columns[i].Type.Kind, start, count);
            }

            NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)count);
            Check(NativeMethods.Appender.DuckDBAppendDataChunk(appender, chunk));
            Rows += count;
        }
    }

    /// <summary>Makes the rows so far visible to other connections; more may follow.</summary>
    public void Flush() => Check(NativeMethods.Appender.DuckDBAppenderFlush(appender));

    /// <summary>Makes the last rows visible.</summary>
    public void Close() => Check(NativeMethods.Appender.DuckDBAppenderClose(appender));

    /// <inheritdoc/>
    public void Dispose()
    {
        chunk.Dispose();
        appender.Dispose();
    }

    private static void Fill(IntPtr vector, IArrowArray array, ColumnKind kind, int start, int count)
    {
        var data = NativeMethods.Vectors.DuckDBVectorGetData(vector);
        if (array.NullCount > 0)
        {
            NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
            var validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
            for (var row = 0; row < count; row++)
            {
                if (array.IsNull(start + row))
                {
                    validity[row >> 6] &= ~(1UL << (row & 63));
                }
            }
        }

        switch (array)
        {
            case StringArray or BinaryArray when kind is ColumnKind.Text or ColumnKind.Choices or ColumnKind.Binary:
                FillTexts(vector, (BinaryArray)array, start, count);
                break;
            case BooleanArray booleans:
                for (var row = 0; row < count; row++)
                {
                    ((byte*)data)[row] = booleans.GetValue(start + row) == true ? (byte)1 : (byte)0;
                }

                break;
            case IArrowArray when kind is ColumnKind.Guid or ColumnKind.Lookup:
                FillIds((ulong*)data, Bytes(array, 16, start, count), count);
                break;
            default:
                var width = kind switch
                {
                    ColumnKind.Choice or ColumnKind.Date => 4,
                    ColumnKind.Decimal or ColumnKind.Money => 16,
                    _ => 8,
                };
                Bytes(array, width, start, count).CopyTo(new Span<byte>(data, width * count));
                break;
        }
    }

    private static ReadOnlySpan<byte> Bytes(IArrowArray array, int width, int start, int count) =>
        array.Data.Buffers[1].Span.Slice((array.Offset + start) * width, count * width);

    private static void FillTexts(IntPtr vector, BinaryArray array, int start, int count)
    {
        var offsets = array.ValueOffsets.Slice(start, count + 1);
        var values = array.Values;
        fixed (byte* first = &MemoryMarshal.GetReference(values))
        {
            byte nothing = 0;
            for (var row = 0; row < count; row++)
            {
                var length = offsets[row + 1] - offsets[row];
                NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(
                    vector, (ulong)row, length == 0 ? &nothing : first + offsets[row], length);
            }
        }
    }

    // DuckDB keeps a UUID as a signed 128-bit number with its top bit turned, so that signed order is the order of the texts.
    private static void FillIds(ulong* data, ReadOnlySpan<byte> bytes, int count)
    {
        for (var row = 0; row < count; row++)
        {
            data[2 * row] = BinaryPrimitives.ReadUInt64BigEndian(bytes[((row * 16) + 8)..]);
            data[(2 * row) + 1] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(row * 16)..]) ^ 0x8000_0000_0000_0000UL;
        }
    }

    private void Check(DuckDBState state)
    {
        if (state != DuckDBState.Success)
        {
            using var error = NativeMethods.Appender.DuckDBAppenderErrorData(appender);
            throw StageErrors.Of(NativeMethods.ErrorData.DuckDBErrorDataMessage(error));
        }
    }
}
