using System.IO.Compression;

namespace Syncline.Connectors.Files.Tables;

/// <summary>
/// Decompresses a gzip file and notices when its end is missing. The framework's stream takes a file that is cut off for a whole one, and the
/// rows that are missing would then count as deleted. So a member with a known text is put behind the file: only when the file is whole does that
/// text come out at the end. Reads only, asynchronously.
/// </summary>
internal sealed class WholeGzipStream(Stream file) : Stream
{
    private static readonly byte[] EndText = "--the end of a whole gzip file---"u8.ToArray();
    private static readonly byte[] EndMember = Compressed(EndText);

    private readonly GZipStream content = new(new Followed(file, EndMember), CompressionMode.Decompress);
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool isAtEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        // The last bytes are kept back until it is known whether they are the text at the end.
        while (!isAtEnd && end - start <= EndText.Length)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var read = await content.ReadAsync(buffer.AsMemory(end), cancellationToken);
            end += read;
            isAtEnd = read == 0;
        }

        if (isAtEnd && !buffer.AsSpan(start, end - start).EndsWith(EndText))
        {
            throw new InvalidDataException("The compressed file has no end.");
        }

        var count = Math.Min(destination.Length, end - start - EndText.Length);
        buffer.AsMemory(start, count).CopyTo(destination);
        start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Compressed(byte[] text)
    {
        using var result = new MemoryStream();
        using (var stream = new GZipStream(result, CompressionLevel.NoCompression, leaveOpen: true))
        {
            stream.Write(text);
        }

        return result.ToArray();
    }

    /// <summary>A stream, and then some bytes.</summary>
    private sealed class Followed(Stream first, byte[] second) : Stream
    {
        private int at = -1;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            if (at < 0)
            {
                var read = await first.ReadAsync(destination, cancellationToken);
                if (read > 0 || destination.IsEmpty)
                {
                    return read;
                }

                at = 0;
            }

            var count = Math.Min(destination.Length, second.Length - at);
            second.AsMemory(at, count).CopyTo(destination);
            at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                first.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
