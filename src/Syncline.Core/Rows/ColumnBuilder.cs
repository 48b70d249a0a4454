using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Syncline.Core.Tables;

namespace Syncline.Core.Rows;

/// <summary>
/// Collects the values of one column of a batch. Take the <c>Append</c> that fits the column's kind; each adds exactly one row.
/// Not safe for concurrent use.
/// </summary>
public sealed class ColumnBuilder
{
    // From this length on a text is measured before room is made for it; below, three bytes for each character cost less than the measuring.
    private const int LongText = 1024;

    // Of a stream whose length is not known.
    private const int FirstChunk = 64 * 1024;

    private readonly IArrowType arrowType;
    private readonly bool isText;
    private readonly int width;
    private GrowingBuffer<byte> values; // of Booleans: one byte each
    private GrowingBuffer<int> offsets;
    private GrowingBuffer<int> nullRows;

    internal ColumnBuilder(ColumnSchema column)
    {
        Column = column;
        arrowType = ArrowTypes.Of(column.Type);
        width = arrowType switch
        {
            StringType or BinaryType => -1,
            BooleanType => 0,
            FixedWidthType fixedWidth => fixedWidth.BitWidth / 8,
            _ => throw new InvalidOperationException($"No layout for {arrowType.Name}."),
        };
        isText = arrowType is StringType;
        if (width < 0)
        {
            offsets.Add(0);
        }
    }

    /// <summary>The column that is filled.</summary>
    public ColumnSchema Column { get; }

    /// <summary>Rows so far.</summary>
    public int Length { get; private set; }

    /// <summary>Adds a row without a value.</summary>
    public void AppendNull()
    {
        nullRows.Add(Length++);
        if (width < 0)
        {
            offsets.Add(values.Count);
        }
        else
        {
            var bytes = Math.Max(1, width);
            values.Room(bytes)[..bytes].Clear();
            values.Took(bytes);
        }
    }

    /// <summary>Adds text (kinds Text, Choices).</summary>
    public void Append(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Append(value.AsSpan());
    }

    /// <summary>Adds text (kinds Text, Choices). It is stored as UTF-8; a surrogate without its other half becomes U+FFFD.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        Require(isText);
        var room = values.Room(value.Length < LongText ? value.Length * 3 : Encoding.UTF8.GetByteCount(value));
        values.Took(ShortAscii.TryNarrow(value, room) ? value.Length : Encoding.UTF8.GetBytes(value, room));
        offsets.Add(values.Count);
        Length++;
    }

    /// <summary>Adds text that is already UTF-8 (kinds Text, Choices), or bytes (kind Binary). The bytes are copied.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        Require(width < 0);
        values.Add(value);
        offsets.Add(values.Count);
        Length++;
    }

    /// <summary>Adds bytes that are read from a stream to its end (kind Binary), straight to where they stay. When reading fails, nothing is added.</summary>
    /// <param name="value">The bytes; not disposed.</param>
    /// <param name="length">How many there are; null when that is not known. Fewer or more are an <see cref="InvalidDataException"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="InvalidDataException">There are more than a batch can hold, or not as many as <paramref name="length"/> says.</exception>
    public async ValueTask<long> AppendAsync(Stream value, long? length, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        Require(width < 0 && !isText);
        var before = values.Count;
        try
        {
            while (true)
            {
                // One byte more than are expected, so that the end is seen without room for another chunk.
                var left = length is { } expected ? expected - (values.Count - before) + 1 : FirstChunk;
                if (values.Count + Math.Max(left, 1) > System.Array.MaxLength)
                {
                    throw new InvalidDataException("A value is larger than a batch can hold.");
                }

                var read = await value.ReadAsync(values.RoomToKeep((int)Math.Max(left, 1)), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                values.Took(read);
            }

            var count = values.Count - before;
            if (length is { } told && told != count)
            {
                throw new InvalidDataException($"A value of {told} bytes came with {count}.");
            }

            offsets.Add(values.Count);
            Length++;
            return count;
        }
        catch
        {
            values.Took(before - values.Count);
            throw;
        }
    }

    /// <summary>Adds a whole number (kinds Integer, Choice).</summary>
    public void Append(long value)
    {
        if (arrowType is Int32Type)
        {
            Fixed(checked((int)value));
        }
        else
        {
            Require(arrowType is Int64Type);
            Fixed(value);
        }
    }

    /// <summary>Adds an exact number (kinds Decimal, Money).</summary>
    /// <exception cref="OverflowException">It has more digits than the column's scale keeps: nothing is rounded here.</exception>
    public void Append(decimal value)
    {
        Require(arrowType is Decimal128Type);
        if (!ScaledDecimal.TryToUnscaled(value, Column.Type.ArrowScale, out var unscaled))
        {
            throw new OverflowException($"A number in column {Column.Name} has more than {Column.Type.ArrowScale} digits after the point.");
        }

        Fixed(unscaled);
    }

    /// <summary>Adds a floating-point number (kind Double).</summary>
    public void Append(double value)
    {
        Require(arrowType is DoubleType);
        Fixed(value);
    }

    /// <summary>Adds true or false (kind Boolean).</summary>
    public void Append(bool value)
    {
        Require(width == 0);
        Fixed(value ? (byte)1 : (byte)0);
    }

    /// <summary>Adds a moment (kind DateTime; the value is UTC) or a local date and time (kind LocalDateTime). Ticks below a microsecond are refused.</summary>
    public void Append(DateTime value)
    {
        Require(arrowType is TimestampType);
        if (value.Kind == DateTimeKind.Local)
        {
            throw new ArgumentException("Give UTC, or a time without a zone.", nameof(value));
        }

        var (micros, rest) = Math.DivRem(value.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        if (rest != 0)
        {
            throw new OverflowException($"A time in column {Column.Name} is finer than a microsecond.");
        }

        Fixed(micros);
    }

    /// <summary>Adds a date (kind Date).</summary>
    public void Append(DateOnly value)
    {
        Require(arrowType is Date32Type);
        Fixed(value.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
    }

    /// <summary>Adds a time of day (kind Time).</summary>
    public void Append(TimeOnly value)
    {
        Require(arrowType is Time64Type);
        Fixed(value.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Adds an id (kinds Guid, Lookup).</summary>
    public void Append(Guid value)
    {
        Require(arrowType is FixedSizeBinaryType);
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        values.Add(bytes);
        Length++;
    }

    /// <summary>Adds a boxed value of the kind's CLR type, as <see cref="RowBatch.GetValue"/> returns it; null adds no value.</summary>
    public void AppendValue(object? value)
    {
        switch (value)
        {
            case null: AppendNull(); break;
            case string text: Append(text); break;
            case int number: Append((long)number); break;
            case long number: Append(number); break;
            case decimal number: Append(number); break;
            case double number: Append(number); break;
            case bool flag: Append(flag); break;
            case DateTime moment: Append(moment); break;
            case DateOnly date: Append(date); break;
            case TimeOnly time: Append(time); break;
            case Guid id: Append(id); break;
            case byte[] bytes: Append(bytes.AsSpan()); break;
            default: throw new ArgumentException($"No column holds a {value.GetType().Name}.", nameof(value));
        }
    }

    /// <summary>The column. The builder can't be used afterwards.</summary>
    internal IArrowArray Build()
    {
        var nulls = nullRows.Count;
        var validity = Validity();
        ArrowBuffer[] buffers = width switch
        {
            < 0 => [validity, offsets.Build(), values.Build()],
            0 => [validity, Bits()],
            _ => [validity, values.Build()],
        };
        return ArrowArrayFactory.BuildArray(new ArrayData(arrowType, Length, nulls, 0, buffers));
    }

    private void Fixed<T>(T value)
        where T : unmanaged
    {
        values.Add(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        Length++;
    }

    /// <summary>A bit for each row, least significant first: 1 where there is a value. Empty where every row has one.</summary>
    private ArrowBuffer Validity()
    {
        if (nullRows.Count == 0)
        {
            return ArrowBuffer.Empty;
        }

        var bits = new byte[(Length + 7) / 8];
        bits.AsSpan().Fill(byte.MaxValue);
        foreach (var row in nullRows.Items)
        {
            bits[row >> 3] &= (byte)~(1 << (row & 7));
        }

        nullRows.Build();
        return new ArrowBuffer(bits);
    }

    /// <summary>A bit for each Boolean, least significant first.</summary>
    private ArrowBuffer Bits()
    {
        var bits = new byte[(Length + 7) / 8];
        for (var row = 0; row < values.Count; row++)
        {
            bits[row >> 3] |= (byte)(values.Items[row] << (row & 7));
        }

        values.Build();
        return new ArrowBuffer(bits);
    }

    private void Require(bool fits)
    {
        if (!fits)
        {
            throw new InvalidOperationException($"Column {Column.Name} is {Column.Type.Kind}: another Append fits it.");
        }
    }
}
