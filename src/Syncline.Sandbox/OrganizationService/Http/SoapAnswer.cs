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
    public static SiteAnswer Of(string operation, OrganizationResponse response) => Envelope(200, async (writer, send) =>
    {
        writer.Start(operation + "Response", Xmlns.Services);
        switch (operation)
        {
            case "Execute":
                writer.Start("ExecuteResult", Xmlns.Services);
                writer.Declare(Xmlns.Contracts);
                await WriteAsync(writer, response, send);
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
                await WriteAsync(writer, (SoapEntities)response.Results[0].Value!, send);
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

    private static SiteAnswer Envelope(int status, Func<ContractWriter, Func<ValueTask>, ValueTask> write) => new(status)
    {
        ContentType = ContentType,
        Body = (output, cancellationToken) => WriteAsync(output, write, cancellationToken),
    };

    private static async Task WriteAsync(PipeWriter output, Func<ContractWriter, Func<ValueTask>, ValueTask> write, CancellationToken cancellationToken)
    {
        await using var stream = new OutputStream(output);
        using var xml = XmlWriter.Create(stream, Format);
        var writer = new ContractWriter(xml);
        writer.Start("Envelope", Xmlns.Soap);
        writer.Start("Body", Xmlns.Soap);
        await write(writer, () => stream.SendIfFullAsync(cancellationToken));
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
    private static async ValueTask WriteAsync(ContractWriter writer, OrganizationResponse response, Func<ValueTask> send)
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
            await WriteAsync(writer, entities, send);
            writer.End();
            writer.End();
        }

        writer.End();
    }

    private static async ValueTask WriteAsync(ContractWriter writer, SoapEntities entities, Func<ValueTask> send)
    {
        writer.Start("Entities", Xmlns.Contracts);
        foreach (var entity in entities.Entities)
        {
            writer.Start("Entity", Xmlns.Contracts);
            writer.Content(entity);
            writer.End();
            await send();
        }

        writer.End();
        writer.Footer(entities);
    }
}
