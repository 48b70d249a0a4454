using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Adds options by <c>InsertOptionValue</c> and publishes them by <c>PublishXml</c>
/// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-optionsets).
/// </summary>
internal sealed class ChoiceRequests(WebApiClient client) : IChoiceEditor
{
    private int? language;

    public async ValueTask<WriteReply> AddOptionAsync(string choice, int? value, string label, CancellationToken cancellationToken)
    {
        var code = language ??= await ReadLanguageAsync(cancellationToken);
        return await SendAsync(
            "InsertOptionValue",
            json =>
            {
                json.WriteString("OptionSetName", choice);
                if (value is { } given)
                {
                    json.WriteNumber("Value", given);
                }

                json.WriteStartObject("Label");
                json.WriteStartArray("LocalizedLabels");
                json.WriteStartObject();
                json.WriteString("@odata.type", "Microsoft.Dynamics.CRM.LocalizedLabel");
                json.WriteString("Label", label);
                json.WriteNumber("LanguageCode", code);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            },
            cancellationToken);
    }

    public ValueTask<WriteReply> PublishAsync(IReadOnlyCollection<string> choices, CancellationToken cancellationToken)
    {
        var parameters = new XElement("importexportxml", new XElement("optionsets", choices.Select(name => new XElement("optionset", name))));
        return SendAsync("PublishXml", json => json.WriteString("ParameterXml", parameters.ToString(SaveOptions.DisableFormatting)), cancellationToken);
    }

    /// <summary>The language that every label must have.</summary>
    private async ValueTask<int> ReadLanguageAsync(CancellationToken cancellationToken)
    {
        const string subject = "the language of the organization";
        using var document = await client.GetDocumentAsync("organizations?$select=languagecode", subject, cancellationToken);
        return MetadataReader.Understand(subject, () => MetadataJson.Values(document.RootElement).First().GetProperty("languagecode").GetInt32());
    }

    private async ValueTask<WriteReply> SendAsync(string message, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body, RowJson.Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        try
        {
            using var response = await client.SendAsync(
                () => new HttpRequestMessage(HttpMethod.Post, new Uri(client.Addresses.WebApi, message))
                {
                    Content = new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
                },
                cancellationToken);
            return response.IsSuccessStatusCode ? new WriteReply() : new WriteReply { Fault = await FaultReader.ReadAsync(response, cancellationToken) };
        }
        catch (Exception exception) when (exception is ConnectionException || HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            return new WriteReply { Unanswered = ConnectionErrors.Unanswered(exception, client.Addresses, out var notSent), NotSent = notSent };
        }
    }
}
