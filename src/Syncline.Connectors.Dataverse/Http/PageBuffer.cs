using System.Buffers;

namespace Syncline.Connectors.Dataverse.Http;

/// <summary>A whole answer's body in a pooled array. Dispose it to give the array back; what was read from it is then gone.</summary>
internal sealed class PageBuffer : IDisposable
{
    private byte[] bytes;
    private int length;

    private PageBuffer(int capacity) => bytes = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    /// <summary>The body, for readers that take an array.</summary>
    public ArraySegment<byte> Segment => new(bytes, 0, length);

    /// <summary>Reads a body to its end.</summary>
    /// <param name="content">The body.</param>
    /// <param name="maxBytes">Most bytes that are taken.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="likelyBytes">About how many bytes to expect where the answer does not tell, such as those of the page before: the array need not grow then.</param>
    /// <exception cref="InvalidDataException">It is larger than <paramref name="maxBytes"/>.</exception>
    public static async ValueTask<PageBuffer> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken, int likelyBytes = 0)
    {
        var expected = content.Headers.ContentLength;
        if (expected > maxBytes)
        {
            throw new InvalidDataException($"The answer has more than {maxBytes / (1024 * 1024)} MB.");
        }

        var buffer = new PageBuffer((int)Math.Max(expected + 1 ?? likelyBytes, 256 * 1024));
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (true)
            {
                if (buffer.length == buffer.bytes.Length)
                {
                    buffer.Grow(maxBytes);
                }

                var read = await stream.ReadAsync(buffer.bytes.AsMemory(buffer.length), cancellationToken);
                if (read == 0)
                {
                    return buffer;
                }

                buffer.length += read;
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = [];
            length = 0;
        }
    }

    private void Grow(int maxBytes)
    {
        if (length >= maxBytes)
        {
            throw new InvalidDataException($"The answer has more than {maxBytes / (1024 * 1024)} MB.");
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)bytes.Length * 2, maxBytes));
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
