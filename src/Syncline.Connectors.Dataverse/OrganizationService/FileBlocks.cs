namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Content that the site gives in blocks, each fetched when the one before it was read. Read it once, from its beginning.</summary>
/// <param name="length">Bytes of all of it.</param>
/// <param name="blockSize">Bytes of a block, at most.</param>
/// <param name="fetch">Fetches a block: where it begins, how many bytes it has at most.</param>
internal sealed class FileBlocks(int length, int blockSize, Func<int, int, CancellationToken, ValueTask<byte[]>> fetch) : Stream
{
    private byte[] block = [];
    private int readOfBlock;
    private int fetched;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => fetched - block.Length + readOfBlock; set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The site gave an empty block, or one that is longer than was asked for.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (readOfBlock == block.Length && fetched < length)
        {
            var asked = Math.Min(blockSize, length - fetched);
            block = await fetch(fetched, asked, cancellationToken);
            if (block.Length == 0 || block.Length > asked)
            {
                throw new InvalidDataException($"The site gave {block.Length} bytes of a file where {asked} were asked for.");
            }

            (fetched, readOfBlock) = (fetched + block.Length, 0);
        }

        var taken = Math.Min(buffer.Length, block.Length - readOfBlock);
        block.AsMemory(readOfBlock, taken).CopyTo(buffer);
        readOfBlock += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Blocks are fetched asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
