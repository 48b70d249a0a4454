using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Syncline.Sandbox.Site.Http;

/// <summary>What a request is answered with; apart from the connection, so that parts of a batch can be answered alike.</summary>
internal sealed class SiteAnswer(int status)
{
    private static readonly JsonWriterOptions JsonFormat = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public int Status { get; } = status;

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public string ContentType { get; init; } = "application/json; odata.metadata=minimal";

    /// <summary>Writes the body; null means no body.</summary>
    public Func<PipeWriter, CancellationToken, Task>? Body { get; init; }

    public static SiteAnswer NoContent() => new(204);

    /// <summary>A small JSON document. It is written at once, so that a mistake found on the way can still become an error answer.</summary>
    public static SiteAnswer Json(int status, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, JsonFormat))
        {
            write(json);
        }

        return new SiteAnswer(status) { Body = async (output, cancellationToken) => await output.WriteAsync(bytes.WrittenMemory, cancellationToken) };
    }

    public static SiteAnswer Text(string contentType, ReadOnlyMemory<byte> text) => new(200)
    {
        ContentType = contentType,
        Body = async (output, cancellationToken) => await output.WriteAsync(text, cancellationToken),
    };

    public SiteAnswer With(string header, string value)
    {
        Headers.Add(new(header, value));
        return this;
    }
}
