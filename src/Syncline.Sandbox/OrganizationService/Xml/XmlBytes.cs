using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>
/// Writes the content of XML elements as UTF-8 into a buffer that is sent now and then. It takes markup that is encoded already, because every row of a page repeats it;
/// only texts are escaped. Not safe for concurrent use; dispose it to give the buffer back.
/// </summary>
internal sealed class XmlBytes : IDisposable
{
    // Each piece waits until the connection has taken it (Site.Http.JsonBytes).
    private const int SendAt = 1024 * 1024;
    private const int MostBytesOfACharacter = 8;
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i).Except(['\t', '\n']), '&', '<', '>', '\uFFFE', '\uFFFF']);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SendAt + (64 * 1024));
    private int _length;

    /// <summary>Markup, or text that needs no escaping.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Raw(ReadOnlySpan<byte> markup)
    {
        Reserve(markup.Length);
        markup.CopyTo(_buffer.AsSpan(_length));
        _length += markup.Length;
    }

    /// <summary>Text. What XML has no character for is written as a reference, as the service does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Text(ReadOnlySpan<char> text)
    {
        Reserve(text.Length * MostBytesOfACharacter);
        for (int stop; (stop = text.IndexOfAny(Escaped)) >= 0; text = text[(stop + 1)..])
        {
            _length += Encoding.UTF8.GetBytes(text[..stop], _buffer.AsSpan(_length));
            Escape(text[stop]);
        }

        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Number(long value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    public void Number(decimal value)
    {
        Reserve(32);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Id(Guid value)
    {
        Reserve(36);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary><c>2020-01-02T03:04:05Z</c>; rows hold no fractions of seconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Moment(DateTime value)
    {
        Reserve(33);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out _, new StandardFormat('O')); // 2020-01-02T03:04:05.0000000Z, of which the fraction is left out
        _buffer[_length + 19] = (byte)'Z';
        _length += 20;
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

    private void Escape(char c)
    {
        switch (c)
        {
            case '&':
                Raw("&amp;"u8);
                break;
            case '<':
                Raw("&lt;"u8);
                break;
            case '>':
                Raw("&gt;"u8);
                break;
            default:
                Span<byte> reference = stackalloc byte[MostBytesOfACharacter];
                "&#x"u8.CopyTo(reference);
                ((int)c).TryFormat(reference[3..], out var digits, "X", CultureInfo.InvariantCulture);
                reference[3 + digits] = (byte)';';
                Raw(reference[..(4 + digits)]);
                break;
        }
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
