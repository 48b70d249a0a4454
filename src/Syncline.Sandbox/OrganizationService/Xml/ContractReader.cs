using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Values;

namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>
/// Reads values in the DataContract form: <c>i:type</c> names the type of a value, <c>i:nil</c> is null. Where a data contract's serializer would skip an
/// element without a word (one out of alphabetical order, in another namespace, or unknown), this reader says so: a client learns of it here and not by lost data.
/// Each method begins at an element's start and ends behind its end.
/// </summary>
internal sealed class ContractReader(XmlReader xml)
{
    /// <summary>The deepest nesting that is read; a row within messages within a message takes about 25.</summary>
    private const int MaxDepth = 100;
    private static readonly string[] EntityMembers = ["Attributes", "EntityState", "FormattedValues", "Id", "KeyAttributes", "LogicalName", "RelatedEntities", "RowVersion"];
    private static readonly string[] ReferenceMembers = ["Id", "KeyAttributes", "LogicalName", "Name", "RowVersion"];
    private static readonly string[] CollectionMembers = ["Entities", "EntityName", "MinActiveRowVersion", "MoreRecords", "PagingCookie", "TotalRecordCount", "TotalRecordCountLimitExceeded"];
    private static readonly string[] RequestMembers = ["Parameters", "RequestId", "RequestName"];

    /// <summary>The namespace and local name of the current element's type; null when it has none.</summary>
    public (string Namespace, string Name)? TypeOf()
    {
        if (xml.GetAttribute("type", Xmlns.Instance) is not { } text)
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : text[..colon];
        return (xml.LookupNamespace(prefix) ?? throw Malformed($"the prefix of the type '{text}' is not declared"), text[(colon + 1)..]);
    }

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
            (Xmlns.Contracts, "FetchExpression" or "QueryExpression" or "QueryByAttribute" or "Relationship" or "PagingInfo")
                or (Xmlns.Contracts2012, "ExecuteMultipleSettings") or (Xmlns.MetadataQuery, "EntityQueryExpression") => Structure(name),
            (Xmlns.Contracts2012, "OrganizationRequestCollection") => new OrganizationRequests(List("OrganizationRequest", Xmlns.Contracts2012, Request, orIn: Xmlns.Contracts)),
            (Xmlns.Arrays, "ArrayOfstring") => (IReadOnlyList<string>)List("string", Xmlns.Arrays, Text),
            (Xmlns.Arrays, "ArrayOfguid") => (IReadOnlyList<Guid>)List("guid", Xmlns.Arrays, Id),
            (Xmlns.Contracts71 or Xmlns.Contracts, "ConcurrencyBehavior") or (Xmlns.Metadata, "EntityFilters")
                or (Xmlns.Contracts2014, "EndpointAccessType") or (Xmlns.MetadataQuery, "DeletedMetadataFilters") => new EnumValue(Text()),
            _ => throw Malformed($"the sandbox does not know the type '{name}' of the namespace '{space}'"),
        };
    }

    public string Text() => xml.ReadElementContentAsString();

    public Guid Id() => Convert(text => Guid.ParseExact(text, "D"));

    /// <summary>A moment of UTC. One without zone counts as UTC, as the server takes it.</summary>
    public DateTime Moment() => Convert(text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

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
                    xml.Skip();
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
                    xml.Skip();
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

    /// <summary>An element that is left to its message.</summary>
    public Structure Structure(string type)
    {
        var left = MaxDepth - xml.Depth;
        // The element taken out of its document keeps the prefixes that i:type needs.
        var prefixes = ((IXmlNamespaceResolver)xml).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml);
        XElement element;
        using (var within = xml.ReadSubtree())
        {
            element = XElement.Load(within);
        }

        if (IsDeeper(element, left))
        {
            throw TooDeep();
        }

        xml.Read();
        foreach (var (prefix, space) in prefixes)
        {
            if (prefix.Length > 0 && element.Attribute(XNamespace.Xmlns + prefix) is null)
            {
                element.Add(new XAttribute(XNamespace.Xmlns + prefix, space));
            }
        }

        return new Structure(type, element);
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
                    xml.Skip();
                    break;
            }
        });
        return name is null ? throw Malformed("a request needs RequestName")
            : type is { } known && known.Name != "OrganizationRequest" && known.Name != name + "Request"
                ? throw Malformed($"the request of the type '{known.Name}' has the RequestName '{name}'")
            : new OrganizationRequest(name, parameters);
    }

    /// <summary>The elements within the current one.</summary>
    public void Children(Action child)
    {
        CheckDepth();
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return;
        }

        xml.ReadStartElement();
        while (xml.MoveToContent() == XmlNodeType.Element)
        {
            child();
        }

        if (xml.NodeType != XmlNodeType.EndElement)
        {
            throw Malformed("text stands where elements were expected");
        }

        xml.ReadEndElement();
    }

    /// <summary>The members of a data contract, in their order; those that are nil are passed over.</summary>
    public void Members(string space, string[] order, Action<string> member)
    {
        var last = -1;
        Children(() =>
        {
            var name = xml.LocalName;
            var place = xml.NamespaceURI == space ? Array.IndexOf(order, name) : -1;
            if (place < 0)
            {
                throw Malformed($"the element '{name}' of the namespace '{xml.NamespaceURI}' is none of {string.Join(", ", order)} of '{space}'");
            }

            if (place <= last)
            {
                throw Malformed($"the element '{name}' comes behind '{order[last]}'; the order is {string.Join(", ", order)}, and the server ignores what comes too late");
            }

            last = place;
            if (!SkipNil())
            {
                member(name);
            }
        });
    }

    public List<KeyValuePair<string, object?>> Pairs(string item, string space, string? orIn = null) => List(item, space, Pair, orIn);

    public MalformedMessageException Malformed(string problem) => new(xml is IXmlLineInfo { LineNumber: > 0 } place
        ? string.Create(CultureInfo.InvariantCulture, $"{problem} (line {place.LineNumber}, position {place.LinePosition})")
        : problem);

    /// <summary>Passes over an element that is nil.</summary>
    public bool SkipNil()
    {
        if (xml.GetAttribute("nil", Xmlns.Instance) is "true" or "1")
        {
            xml.Skip();
            return true;
        }

        return false;
    }

    public List<T> List<T>(string item, string space, Func<T> read, string? orIn = null)
    {
        var items = new List<T>();
        Children(() =>
        {
            if (xml.LocalName != item || (xml.NamespaceURI != space && xml.NamespaceURI != orIn))
            {
                throw Malformed($"the element '{xml.LocalName}' of the namespace '{xml.NamespaceURI}' stands where '{item}' of '{space}' was expected");
            }

            items.Add(read());
        });
        return items;
    }

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
                    xml.Skip();
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
                xml.Skip();
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

    private T Convert<T>(Func<string, T> convert)
    {
        var name = xml.LocalName;
        var text = xml.ReadElementContentAsString();
        try
        {
            return convert(text.Trim());
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw Malformed($"the content of '{name}' is no {typeof(T).Name}");
        }
    }

    private void CheckDepth()
    {
        if (xml.Depth > MaxDepth)
        {
            throw TooDeep();
        }
    }

    private MalformedMessageException TooDeep() => Malformed($"elements are nested deeper than {MaxDepth}");

    private static bool IsDeeper(XElement element, int most) => most <= 0 || element.Elements().Any(child => IsDeeper(child, most - 1));
}
