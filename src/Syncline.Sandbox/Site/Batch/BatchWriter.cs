using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Batch;

/// <summary>Writes the answer of a batch or of a change set.</summary>
internal sealed class BatchWriter(string boundary)
{
    private readonly StringBuilder _text = new();

    public async Task AddAsync(SiteAnswer answer, string? contentId, CancellationToken cancellationToken)
    {
        var body = await FaultyDelivery.BytesOfAsync(answer, cancellationToken);
        _text.Append("--").Append(boundary).Append("\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
        if (contentId is not null)
        {
            _text.Append("Content-ID: ").Append(contentId).Append("\r\n");
        }

        _text.Append("\r\nHTTP/1.1 ").Append(answer.Status.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(ReasonPhrases.GetReasonPhrase(answer.Status)).Append("\r\n");
        foreach (var header in answer.Headers)
        {
            _text.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
        }

        if (answer.Body is not null)
        {
            _text.Append("Content-Type: ").Append(answer.ContentType).Append("\r\n");
        }

        _text.Append("OData-Version: 4.0\r\n\r\n").Append(Encoding.UTF8.GetString(body.Span)).Append("\r\n");
    }

    public void AddChangeSet(BatchWriter changeSet) =>
        _text.Append("--").Append(boundary).Append("\r\nContent-Type: multipart/mixed; boundary=").Append(changeSet.Boundary).Append("\r\n\r\n").Append(changeSet.Close()).Append("\r\n");

    public ReadOnlyMemory<byte> Finish() => Encoding.UTF8.GetBytes(Close());

    private string Boundary => boundary;

    private string Close() => _text.Append("--").Append(boundary).Append("--\r\n").ToString();
}
