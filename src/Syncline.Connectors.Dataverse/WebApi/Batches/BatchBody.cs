using System.Buffers;
using System.Text;

namespace Syncline.Connectors.Dataverse.WebApi.Batches;

/// <summary>
/// The body of a <c>$batch</c> request: each operation a part of its own, outside of change sets, so that each is its own transaction with its
/// own condition and its own answer. Every line ends in CR and LF: the server misreads a part that has only LF
/// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api).
/// </summary>
internal sealed class BatchBody
{
    private readonly ArrayBufferWriter<byte> body = new(64 * 1024);
    private readonly string basePath;

    /// <param name="basePath">Path of the Web API on its host, with slashes at both ends.</param>
    /// <param name="boundary">Text that stands in no part: a random one.</param>
    public BatchBody(string basePath, string boundary)
    {
        this.basePath = basePath;
        Boundary = boundary;
    }

    public string Boundary { get; }

    public void Add(RowOperation operation)
    {
        Write($"--{Boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        Write($"{operation.Method.Method} {basePath}{operation.Path} HTTP/1.1\r\nAccept: application/json\r\n");
        foreach (var (name, value) in operation.Headers)
        {
            Write($"{name}: {value}\r\n");
        }

        if (operation.Body is { } json)
        {
            Write("Content-Type: application/json; charset=utf-8\r\n\r\n");
            body.Write(json.Span);
            Write("\r\n");
        }
        else
        {
            Write("\r\n\r\n");
        }
    }

    /// <summary>Closes the body and gives it.</summary>
    public ReadOnlyMemory<byte> End()
    {
        Write($"--{Boundary}--\r\n");
        return body.WrittenMemory;
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, body);
}
