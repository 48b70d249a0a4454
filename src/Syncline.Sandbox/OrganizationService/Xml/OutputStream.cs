using System.Buffers;
using System.IO.Pipelines;

namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>Lets an <see cref="System.Xml.XmlWriter"/> write into a pipe; whoever writes sends what has gathered with <see cref="SendIfFullAsync"/>. Not safe for concurrent use.</summary>
internal sealed class OutputStream(PipeWriter output, CancellationToken cancellationToken) : Stream
{
    private const int SendAt = 256 * 1024;
    private int _gathered;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what has gathered, once it is enough to be worth it.</summary>
    public async ValueTask SendIfFullAsync()
    {
        if (_gathered >= SendAt)
        {
            _gathered = 0;
            await output.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Lets another write into the pipe, behind what was written here so far.</summary>
    public async ValueTask PassAsync(Func<PipeWriter, CancellationToken, Task> write)
    {
        _gathered = 0;
        await write(output, cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        output.Write(buffer);
        _gathered += buffer.Length;
    }

    public override void Flush()
    {
        // The pipe is sent by SendIfFullAsync and by its owner, never in the middle of a write.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
