using System.Xml;
using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Values;

namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>Reads the values and messages of the service in the DataContract form.</summary>
internal sealed class ContractReader(XmlReader xml) : ElementReader(xml)
{
    private static readonly string[] EntityMembers = ["Attributes", "EntityState", "FormattedValues", "Id", "KeyAttributes", "LogicalName", "RelatedEntities", "RowVersion"];
    private static readonly string[] ReferenceMembers = ["Id", "KeyAttributes", "LogicalName", "Name", "RowVersion"];
    private static readonly string[] CollectionMembers = ["Entities", "EntityName", "MinActiveRowVersion", "MoreRecords", "PagingCookie", "TotalRecordCount", "TotalRecordCountLimitExceeded"];
    /// <summary>Messages whose types are known, from recordings and public lists of types, to stand in the core's namespace, and in that of the others.</summary>
    private static readonly string[] CoreRequests =
    [
        "Create", "Retrieve", "RetrieveMultiple", "Update", "CreateMultiple", "UpdateMultiple", "ExecuteMultiple", "RetrieveEntity", "RetrieveAttribute", "RetrieveMetadataChanges", "RetrieveEntityChanges",
    ];

    private static readonly string[] OtherRequests = ["WhoAmI", "RetrieveVersion", "SetState", "WinOpportunity"];
    private static readonly string[] RequestMembers = ["Parameters", "RequestId", "RequestName"];

    /// <summary>A value whose type its element names.</summary>
    public object? Value()
    {
        if (SkipNil())
        {
            return null;
        }

        var (space, name) = TypeOf() ?? throw Malformed("a value needs i:type");
        return (space, name) switch
        {
            (Xmlns.Schema, "string") => Text(),
            (Xmlns.Schema, "int") => Convert(XmlConvert.ToInt32),
            (Xmlns.Schema, "long") => Convert(XmlConvert.ToInt64),
            (Xmlns.Schema, "boolean") => Convert(XmlConvert.ToBoolean),
            (Xmlns.Schema, "decimal") => Convert(XmlConvert.ToDecimal),
            (Xmlns.Schema, "double") => Convert(XmlConvert.ToDouble),
            (Xmlns.Schema, "dateTime") => Moment(),
            (Xmlns.Schema, "base64Binary") => Convert(System.Convert.FromBase64String),
            (Xmlns.Serialization, "guid") => Id(),
            (Xmlns.Contracts, "Entity") => Entity(),
            (Xmlns.Contracts, "EntityReference") => Reference(),
            (Xmlns.Contracts, "EntityCollection") => Entities(),
            (Xmlns.Contracts, "ArrayOfEntity") => new SoapEntities(null, List("Entity", Xmlns.Contracts, Entity)),
            (Xmlns.Contracts, "EntityReferenceCollection") => References(),
            (Xmlns.Contracts, "OptionSetValue") => Option(),
            (Xmlns.Contracts, "OptionSetValueCollection") => new OptionValues([.. List("OptionSetValue", Xmlns.Contracts, Option).Select(option => option.Value)]),
            (Xmlns.Contracts, "Money") => new MoneyValue(Single("Value", () => Convert(XmlConvert.ToDecimal))),
            (Xmlns.Contracts, "BooleanManagedProperty") => Managed(),
            (Xmlns.Contracts, "ColumnSet") => ColumnSet(),
            (Xmlns.Contracts, "FetchExpression" or "QueryExpression" or "QueryByAttribute" or "Relationship" or "PagingInfo" or "Label")
                or (Xmlns.Contracts2012, "ExecuteMultipleSettings") or (Xmlns.MetadataQuery, "EntityQueryExpression") => Structure(name),
            (Xmlns.Contracts2012, "OrganizationRequestCollection") => new OrganizationRequests(List("OrganizationRequest", Xmlns.Contracts2012, Request, orIn: Xmlns.Contracts)),
            (Xmlns.Arrays, "ArrayOfstring") => (IReadOnlyList<string>)List("string", Xmlns.Arrays, Text),
            (Xmlns.Arrays, "ArrayOfguid") => (IReadOnlyList<Guid>)List("guid", Xmlns.Arrays, Id),
            (Xmlns.Contracts71 or Xmlns.Contracts, "ConcurrencyBehavior") or (Xmlns.Metadata, "EntityFilters")
                or (Xmlns.Contracts2014, "EndpointAccessType") or (Xmlns.MetadataQuery, "DeletedMetadataFilters") => new EnumValue(Text()),
            _ => throw Malformed($"the sandbox does not know the type '{name}' of the namespace '{space}'"),
        };
    }

    public SoapEntity Entity()
    {
        List<KeyValuePair<string, object?>> attributes = [];
        IReadOnlyList<KeyValuePair<string, object?>> keys = [];
        IReadOnlyList<KeyValuePair<string, SoapEntities>> related = [];
        var (id, name) = (Guid.Empty, "");
        string? version = null;
        Members(Xmlns.Contracts, EntityMembers, member =>
        {
            switch (member)
            {
                case "Attributes":
                    attributes = Pairs("KeyValuePairOfstringanyType", Xmlns.Contracts);
                    break;
                case "Id":
                    id = Id();
                    break;
                case "KeyAttributes":
                    keys = Pairs("KeyValuePairOfstringanyType", Xmlns.Contracts71, orIn: Xmlns.Contracts);
                    break;
                case "LogicalName":
                    name = Text();
                    break;
                case "RelatedEntities":
                    related = Related();
                    break;
                case "RowVersion":
                    version = Text();
                    break;
                default:
                    Skip();
                    break;
            }
        });
        return new SoapEntity(name, id) { Attributes = attributes, KeyAttributes = keys, Related = related, RowVersion = version };
    }

    public SoapReference Reference()
    {
        IReadOnlyList<KeyValuePair<string, object?>> keys = [];
        var (id, name) = (Guid.Empty, "");
        string? version = null;
        Members(Xmlns.Contracts, ReferenceMembers, member =>
        {
            switch (member)
            {
                case "Id":
                    id = Id();
                    break;
                case "KeyAttributes":
                    keys = Pairs("KeyValuePairOfstringanyType", Xmlns.Contracts71, orIn: Xmlns.Contracts);
                    break;
                case "LogicalName":
                    name = Text();
                    break;
                case "RowVersion":
                    version = Text();
                    break;
                default:
                    Skip();
                    break;
            }
        });
        return new SoapReference(name, id) { KeyAttributes = keys, RowVersion = version };
    }

    public SoapReferences References() => new(List("EntityReference", Xmlns.Contracts, Reference));

    public Columns ColumnSet()
    {
        var all = false;
        IReadOnlyList<string> names = [];
        Members(Xmlns.Contracts, ["AllColumns", "AttributeExpressions", "Columns"], member =>
        {
            switch (member)
            {
                case "AllColumns":
                    all = Convert(XmlConvert.ToBoolean);
                    break;
                case "Columns":
                    names = List("string", Xmlns.Arrays, Text);
                    break;
                default:
                    throw Malformed("the sandbox does not support AttributeExpressions in a column set");
            }
        });
        return new Columns(all, names);
    }

    public OrganizationRequest Request()
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        var type = TypeOf();
        string? name = null;
        Members(Xmlns.Contracts, RequestMembers, member =>
        {
            switch (member)
            {
                case "Parameters":
                    foreach (var (key, value) in Pairs("KeyValuePairOfstringanyType", Xmlns.Contracts))
                    {
                        parameters[key] = value;
                    }

                    break;
                case "RequestName":
                    name = Text();
                    break;
                default:
                    Skip();
                    break;
            }
        });
        if (name is not null && type is { } given && given.Name != "OrganizationRequest"
            && ((given.Namespace != Xmlns.Contracts && Array.IndexOf(CoreRequests, name) >= 0) || (given.Namespace != Xmlns.Messages && Array.IndexOf(OtherRequests, name) >= 0)))
        {
            throw Malformed($"the type '{given.Name}' is not one of the namespace '{given.Namespace}'");
        }

        return name is null ? throw Malformed("a request needs RequestName")
            : type is { } known && known.Name != "OrganizationRequest" && known.Name != name + "Request"
                ? throw Malformed($"the request of the type '{known.Name}' has the RequestName '{name}'")
            : new OrganizationRequest(name, parameters);
    }

    public List<KeyValuePair<string, object?>> Pairs(string item, string space, string? orIn = null) => List(item, space, Pair, orIn);

    private KeyValuePair<string, object?> Pair()
    {
        string? key = null;
        object? value = null;
        Members(Xmlns.Generic, ["key", "value"], member =>
        {
            if (member == "key")
            {
                key = Text();
            }
            else
            {
                value = Value();
            }
        });
        return new(key ?? throw Malformed("a pair needs a key"), value);
    }

    private SoapEntities Entities()
    {
        List<SoapEntity> rows = [];
        string? name = null;
        Members(Xmlns.Contracts, CollectionMembers, member =>
        {
            switch (member)
            {
                case "Entities":
                    rows = List("Entity", Xmlns.Contracts, Entity);
                    break;
                case "EntityName":
                    name = Text();
                    break;
                default:
                    Skip();
                    break;
            }
        });
        return new SoapEntities(name, rows);
    }

    private List<KeyValuePair<string, SoapEntities>> Related() => List(
        "KeyValuePairOfRelationshipEntityCollectionX_PsK4FkN",
        Xmlns.Contracts,
        () =>
        {
            string? schema = null;
            SoapEntities? rows = null;
            Members(Xmlns.Generic, ["key", "value"], member =>
            {
                if (member == "key")
                {
                    schema = Structure("Relationship").Element.Element(XName.Get("SchemaName", Xmlns.Contracts))?.Value;
                }
                else
                {
                    rows = Entities();
                }
            });
            return new KeyValuePair<string, SoapEntities>(schema ?? throw Malformed("a relationship needs SchemaName"), rows ?? throw Malformed("related rows need an EntityCollection"));
        });

    private OptionValue Option() => new(Single("Value", () => Convert(XmlConvert.ToInt32)));

    private ManagedBoolean Managed()
    {
        var value = false;
        Members(Xmlns.Contracts, ["CanBeChanged", "ManagedPropertyLogicalName", "Value"], member =>
        {
            if (member == "Value")
            {
                value = Convert(XmlConvert.ToBoolean);
            }
            else
            {
                Skip();
            }
        });
        return new ManagedBoolean(value);
    }

    private T Single<T>(string name, Func<T> read)
    {
        var (value, found) = (default(T), false);
        Members(Xmlns.Contracts, [name], _ => (value, found) = (read(), true));
        return found ? value! : throw Malformed($"the element '{name}' is missing");
    }
}
