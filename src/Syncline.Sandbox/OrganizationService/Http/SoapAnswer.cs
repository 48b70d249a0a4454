using System.IO.Pipelines;
using System.Text;
using System.Xml;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Http;

/// <summary>Puts answers into SOAP 1.1 envelopes. A page of rows is sent while it is written.</summary>
internal static class SoapAnswer
{
    private const string ContentType = "text/xml; charset=utf-8";

    private static readonly XmlWriterSettings Format = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        NewLineHandling = NewLineHandling.Entitize,
        CheckCharacters = false,
        CloseOutput = false,
    };

    /// <summary>The answer to an operation: its own element, with the result that the operation has.</summary>
    public static SiteAnswer Of(string operation, OrganizationResponse response) => Envelope(200, async (writer, sink) =>
    {
        writer.Start(operation + "Response", Xmlns.Services);
        switch (operation)
        {
            case "Execute":
                writer.Start("ExecuteResult", Xmlns.Services);
                writer.Declare(Xmlns.Contracts);
                await WriteAsync(writer, response, sink);
                writer.End();
                break;
            case "Create":
                writer.Id("CreateResult", Xmlns.Services, (Guid)response.Results[0].Value!);
                break;
            case "Retrieve":
                Begin(writer, "RetrieveResult");
                writer.Content((SoapEntity)response.Results[0].Value!);
                writer.End();
                break;
            case "RetrieveMultiple":
                Begin(writer, "RetrieveMultipleResult");
                await WriteAsync(writer, (SoapEntities)response.Results[0].Value!, sink);
                writer.End();
                break;
        }

        writer.End();
    });

    /// <summary>A small document; written at once, so that it is whole or not there.</summary>
    public static SiteAnswer Envelope(int status, Action<ContractWriter> write) => Envelope(status, (writer, _) =>
    {
        write(writer);
        return default;
    });

    private static SiteAnswer Envelope(int status, Func<ContractWriter, OutputStream, ValueTask> write) => new(status)
    {
        ContentType = ContentType,
        Body = (output, cancellationToken) => WriteAsync(output, write, cancellationToken),
    };

    private static async Task WriteAsync(PipeWriter output, Func<ContractWriter, OutputStream, ValueTask> write, CancellationToken cancellationToken)
    {
        await using var stream = new OutputStream(output, cancellationToken);
        using var xml = XmlWriter.Create(stream, Format);
        var writer = new ContractWriter(xml);
        writer.Start("Envelope", Xmlns.Soap);
        writer.Start("Body", Xmlns.Soap);
        await write(writer, stream);
        writer.End();
        writer.End();
        xml.Flush();
    }

    private static void Begin(ContractWriter writer, string result)
    {
        writer.Start(result, Xmlns.Services);
        writer.Declare(Xmlns.Contracts);
        writer.Xml.WriteAttributeString("xmlns", "i", null, Xmlns.Instance);
    }

    /// <summary>The type and members of a response.</summary>
    private static async ValueTask WriteAsync(ContractWriter writer, OrganizationResponse response, OutputStream sink)
    {
        writer.Type(response.Name + "Response", response.Namespace);
        writer.Text("ResponseName", Xmlns.Contracts, response.Name);
        writer.Start("Results", Xmlns.Contracts);
        writer.Declare(Xmlns.Generic);
        foreach (var (key, value) in response.Results)
        {
            if (value is not SoapEntities entities)
            {
                writer.Pair(key, value);
                continue;
            }

            writer.Start("KeyValuePairOfstringanyType", Xmlns.Contracts);
            writer.Text("key", Xmlns.Generic, key);
            writer.Start("value", Xmlns.Generic);
            writer.Type("EntityCollection", Xmlns.Contracts);
            await WriteAsync(writer, entities, sink);
            writer.End();
            writer.End();
        }

        writer.End();
    }

    private static async ValueTask WriteAsync(ContractWriter writer, SoapEntities entities, OutputStream sink)
    {
        writer.Start("Entities", Xmlns.Contracts);
        if (entities.Page is { } page)
        {
            // What was begun has to be in the pipe before the rows are.
            writer.Xml.WriteRaw("");
            writer.Xml.Flush();
            await sink.PassAsync(page.WriteAsync);
            writer.End();
            writer.Footer(entities);
            return;
        }

        foreach (var entity in entities.Entities)
        {
            writer.Start("Entity", Xmlns.Contracts);
            writer.Content(entity);
            writer.End();
            await sink.SendIfFullAsync();
        }

        writer.End();
        writer.Footer(entities);
    }
}
