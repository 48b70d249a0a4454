using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Syncline.Sandbox.Site.Http;

/// <summary>
/// Writes JSON of rows into a buffer that is sent now and then. It knows nothing but what rows need, and takes names that are encoded already: that makes it
/// faster than <see cref="System.Text.Json.Utf8JsonWriter"/> on pages of 5,000 rows (bench/results/sandbox-read.md). Not safe for concurrent use; dispose it to give the buffer back.
/// </summary>
internal sealed class JsonBytes : IDisposable
{
    // A large piece, because each one waits until the connection has taken it: with 96 KB a page was measured to cost half as much again.
    private const int SendAt = 1024 * 1024;
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '"', '\\']);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;
    private bool _first = true;

    /// <summary>A property name as it stands in JSON, quotes and colon included.</summary>
    public static byte[] NameOf(string name) => Encoding.UTF8.GetBytes($"\"{name}\":");

    public void StartObject() => Open((byte)'{');

    public void StartArray() => Open((byte)'[');

    public void EndObject() => Close((byte)'}');

    public void EndArray() => Close((byte)']');

    /// <summary>A name from <see cref="NameOf"/>; the value follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Name(ReadOnlySpan<byte> name)
    {
        Reserve(name.Length + 1);
        if (!_first)
        {
            _buffer[_length++] = (byte)',';
        }

        name.CopyTo(_buffer.AsSpan(_length));
        _length += name.Length;
        _first = true;
    }

    public void Name(string name) => Name(NameOf(name));

    public void Null() => Raw("null"u8);

    public void Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Text that needs no escaping and has its quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Raw(ReadOnlySpan<byte> value)
    {
        Begin(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Number(long value)
    {
        Begin(20);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Number(decimal value)
    {
        Begin(32);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    public void Number(double value)
    {
        Begin(40);
        value.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Id(Guid value)
    {
        Begin(38);
        _buffer[_length] = (byte)'"';
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length + 1), out _);
        _buffer[_length + 37] = (byte)'"';
        _length += 38;
    }

    /// <summary><c>2020-01-02</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Date(DateTime value)
    {
        Begin(12);
        var span = _buffer.AsSpan(_length, 12);
        span[0] = span[11] = (byte)'"';
        WriteDate(span[1..], value);
        _length += 12;
    }

    /// <summary><c>2020-01-02T03:04:05Z</c>; rows hold no fractions of seconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Moment(DateTime value)
    {
        Begin(22);
        var span = _buffer.AsSpan(_length, 22);
        span[0] = span[21] = (byte)'"';
        WriteDate(span[1..], value);
        span[11] = (byte)'T';
        Two(span[12..], value.Hour);
        span[14] = (byte)':';
        Two(span[15..], value.Minute);
        span[17] = (byte)':';
        Two(span[18..], value.Second);
        span[20] = (byte)'Z';
        _length += 22;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Text(ReadOnlySpan<char> value)
    {
        Begin((value.Length * 6) + 2);
        _buffer[_length++] = (byte)'"';
        for (int stop; (stop = value.IndexOfAny(Escaped)) >= 0; value = value[(stop + 1)..])
        {
            _length += Encoding.UTF8.GetBytes(value[..stop], _buffer.AsSpan(_length));
            Escape(value[stop]);
        }

        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
        _buffer[_length++] = (byte)'"';
    }

    /// <summary>Sends what has gathered, once it is enough to be worth it.</summary>
    public ValueTask SendIfFullAsync(PipeWriter output, CancellationToken cancellationToken) =>
        _length < SendAt ? default : SendAsync(output, cancellationToken);

    public async ValueTask SendAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(_buffer.AsMemory(0, _length), cancellationToken);
        _length = 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static void WriteDate(Span<byte> span, DateTime value)
    {
        var (year, month, day) = value;
        Two(span, year / 100);
        Two(span[2..], year % 100);
        span[4] = (byte)'-';
        Two(span[5..], month);
        span[7] = (byte)'-';
        Two(span[8..], day);
    }

    private static void Two(Span<byte> span, int value)
    {
        span[1] = (byte)('0' + (value % 10));
        span[0] = (byte)('0' + (value / 10));
    }

    private void Escape(char c)
    {
        var escape = c switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            _ => default,
        };
        if (escape.IsEmpty)
        {
            "\\u00"u8.CopyTo(_buffer.AsSpan(_length));
            ((int)c).TryFormat(_buffer.AsSpan(_length + 4), out _, "x2", CultureInfo.InvariantCulture);
            _length += 6;
            return;
        }

        escape.CopyTo(_buffer.AsSpan(_length));
        _length += 2;
    }

    private void Open(byte bracket)
    {
        Begin(1);
        _buffer[_length++] = bracket;
        _first = true;
    }

    private void Close(byte bracket)
    {
        Reserve(1);
        _buffer[_length++] = bracket;
        _first = false;
    }

    /// <summary>Makes room for a value, with the comma that it may need in an array.</summary>
    private void Begin(int size)
    {
        Reserve(size + 1);
        if (!_first)
        {
            _buffer[_length++] = (byte)',';
        }

        _first = false;
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - _length >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + size));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
