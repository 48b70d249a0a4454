using System.Xml;
using Syncline.Sandbox.OrganizationService.Values;

namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>Reads SOAP 1.1 envelopes (W3C Note "Simple Object Access Protocol (SOAP) 1.1"). Document types are refused, sizes limited.</summary>
internal static class EnvelopeReader
{
    /// <summary>As many characters as the largest request: 128 MB of a file in base64 and its envelope.</summary>
    private const long MaxCharacters = 200L * 1024 * 1024;

    private static readonly XmlReaderSettings Limits = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads an envelope.</summary>
    /// <exception cref="XmlException">It is no XML, has a document type, or is too large.</exception>
    /// <exception cref="MalformedMessageException">It is no message of the service.</exception>
    public static SoapMessage Read(Stream body)
    {
        using var xml = XmlReader.Create(body, Limits);
        var reader = new ContractReader(xml);
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "Envelope" || xml.NamespaceURI != Xmlns.Soap)
        {
            throw reader.Malformed($"the root element is '{xml.LocalName}' of '{xml.NamespaceURI}', not an envelope of SOAP 1.1");
        }

        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        (string Operation, OrganizationRequest Request)? message = null;
        reader.Members(Xmlns.Soap, ["Header", "Body"], part => reader.Children(() =>
        {
            if (part == "Body")
            {
                message = message is null && xml.NamespaceURI == Xmlns.Services
                    ? (xml.LocalName, Operation(reader, xml.LocalName))
                    : throw reader.Malformed($"the body holds '{xml.LocalName}' of '{xml.NamespaceURI}', where one operation of '{Xmlns.Services}' was expected");
            }
            else if (xml.NamespaceURI == Xmlns.Contracts)
            {
                var name = xml.LocalName;
                if (!reader.SkipNil())
                {
                    headers[name] = reader.Text();
                }
            }
            else
            {
                xml.Skip();
            }
        }));
        return message is { } found ? new SoapMessage(found.Operation, headers, found.Request) : throw reader.Malformed("the envelope has no body");
    }

    private static OrganizationRequest Operation(ContractReader reader, string operation)
    {
        if (operation == "Execute")
        {
            OrganizationRequest? request = null;
            reader.Members(Xmlns.Services, ["request"], _ => request = reader.Request());
            return request ?? throw reader.Malformed("Execute needs a request");
        }

        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        var (table, id) = ("", Guid.Empty);
        reader.Members(Xmlns.Services, MembersOf(operation) ?? throw reader.Malformed($"the service has no operation '{operation}'"), member =>
        {
            switch (member)
            {
                case "entity":
                    parameters["Target"] = reader.Entity();
                    break;
                case "entityName":
                    table = reader.Text();
                    break;
                case "id" or "entityId":
                    id = reader.Id();
                    break;
                case "columnSet":
                    parameters["ColumnSet"] = reader.ColumnSet();
                    break;
                case "query":
                    parameters["Query"] = reader.Value();
                    break;
                case "relationship":
                    parameters["Relationship"] = reader.Structure("Relationship");
                    break;
                case "relatedEntities":
                    parameters["RelatedEntities"] = reader.References();
                    break;
            }
        });
        if (operation is "Retrieve" or "Delete" or "Associate" or "Disassociate")
        {
            parameters["Target"] = new SoapReference(table, id);
        }

        return new OrganizationRequest(operation, parameters);
    }

    private static string[]? MembersOf(string operation) => operation switch
    {
        "Create" or "Update" => ["entity"],
        "Retrieve" => ["entityName", "id", "columnSet"],
        "RetrieveMultiple" => ["query"],
        "Delete" => ["entityName", "id"],
        "Associate" or "Disassociate" => ["entityName", "entityId", "relationship", "relatedEntities"],
        _ => null,
    };
}
