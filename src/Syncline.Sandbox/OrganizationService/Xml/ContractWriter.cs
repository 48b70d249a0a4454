using System.Globalization;
using System.Xml;
using Syncline.Sandbox.OrganizationService.Values;

namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>
/// Writes values in the DataContract form as recorded answers have it (PROTOCOL 2.4): members in alphabetical order, <c>i:type</c> on every value, <c>i:nil</c> for
/// null, the namespaces of values declared where the recordings declare them. Not safe for concurrent use.
/// </summary>
internal sealed class ContractWriter(XmlWriter xml)
{
    /// <summary>Digits that amounts of money are shown with.</summary>
    public const decimal MoneyDigits = 0.0000m;

    /// <summary>Digits that other exact numbers are shown with.</summary>
    public const decimal DecimalDigits = 0.0000000000m;

    public XmlWriter Xml => xml;

    public void Start(string name, string space) => xml.WriteStartElement(PrefixOf(space), name, space);

    public void End() => xml.WriteEndElement();

    /// <summary>An element with text; null makes it nil.</summary>
    public void Text(string name, string space, string? text)
    {
        Start(name, space);
        if (text is null)
        {
            Nil();
        }
        else
        {
            xml.WriteString(text);
        }

        End();
    }

    public void Number(string name, string space, long value) => Text(name, space, value.ToString(CultureInfo.InvariantCulture));

    public void Flag(string name, string space, bool value) => Text(name, space, value ? "true" : "false");

    public void Id(string name, string space, Guid value) => Text(name, space, value.ToString());

    /// <summary>Makes the element that was begun nil.</summary>
    public void Nil() => xml.WriteAttributeString("i", "nil", Xmlns.Instance, "true");

    /// <summary>Declares a namespace on the element that was begun, unless it is known there.</summary>
    public void Declare(string space)
    {
        if (xml.LookupPrefix(space) is null)
        {
            xml.WriteAttributeString("xmlns", PrefixOf(space), null, space);
        }
    }

    /// <summary>Names the type of the element that was begun.</summary>
    public void Type(string name, string space)
    {
        Declare(space);
        xml.WriteAttributeString("i", "type", Xmlns.Instance, $"{PrefixOf(space)}:{name}");
    }

    /// <summary>The type and content of a value, into the element that was begun.</summary>
    public void Value(object? value)
    {
        switch (value)
        {
            case null:
                Nil();
                break;
            case string text:
                Typed("string", Xmlns.Schema, text);
                break;
            case int number:
                Typed("int", Xmlns.Schema, number.ToString(CultureInfo.InvariantCulture));
                break;
            case long number:
                Typed("long", Xmlns.Schema, number.ToString(CultureInfo.InvariantCulture));
                break;
            case bool flag:
                Typed("boolean", Xmlns.Schema, flag ? "true" : "false");
                break;
            case decimal number:
                Typed("decimal", Xmlns.Schema, (number + DecimalDigits).ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                Typed("double", Xmlns.Schema, XmlConvert.ToString(number));
                break;
            case DateTime moment:
                Typed("dateTime", Xmlns.Schema, moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                break;
            case Guid id:
                Typed("guid", Xmlns.Serialization, id.ToString());
                break;
            case TimeSpan span:
                Typed("duration", Xmlns.Serialization, XmlConvert.ToString(span));
                break;
            case byte[] bytes:
                Type("base64Binary", Xmlns.Schema);
                xml.WriteBase64(bytes, 0, bytes.Length);
                break;
            case OptionValue option:
                Type("OptionSetValue", Xmlns.Contracts);
                Number("Value", Xmlns.Contracts, option.Value);
                break;
            case OptionValues options:
                Type("OptionSetValueCollection", Xmlns.Contracts);
                foreach (var option in options.Values)
                {
                    Start("OptionSetValue", Xmlns.Contracts);
                    Number("Value", Xmlns.Contracts, option);
                    End();
                }

                break;
            case MoneyValue money:
                Type("Money", Xmlns.Contracts);
                Text("Value", Xmlns.Contracts, (money.Value + MoneyDigits).ToString(CultureInfo.InvariantCulture));
                break;
            case SoapReference reference:
                Type("EntityReference", Xmlns.Contracts);
                Content(reference);
                break;
            case AliasedValue aliased:
                Type("AliasedValue", Xmlns.Contracts);
                Text("AttributeLogicalName", Xmlns.Contracts, aliased.AttributeLogicalName);
                Text("EntityLogicalName", Xmlns.Contracts, aliased.EntityLogicalName);
                Start("Value", Xmlns.Contracts);
                Value(aliased.Value);
                End();
                break;
            case SoapEntity entity:
                Type("Entity", Xmlns.Contracts);
                Content(entity);
                break;
            case SoapEntities entities:
                Type("EntityCollection", Xmlns.Contracts);
                Start("Entities", Xmlns.Contracts);
                foreach (var entity in entities.Entities)
                {
                    Start("Entity", Xmlns.Contracts);
                    Content(entity);
                    End();
                }

                End();
                Footer(entities);
                break;
            case IReadOnlyList<Guid> ids:
                Type("ArrayOfguid", Xmlns.Arrays);
                foreach (var id in ids)
                {
                    Id("guid", Xmlns.Arrays, id);
                }

                break;
            case IXmlValue own:
                Type(own.Type.Name, own.Type.Namespace);
                own.WriteContent(this);
                break;
            default:
                throw new InvalidOperationException($"The Organization Service has no form for a {value.GetType().Name}.");
        }
    }

    /// <summary>The members of an entity.</summary>
    public void Content(SoapEntity entity)
    {
        Start("Attributes", Xmlns.Contracts);
        Declare(Xmlns.Generic);
        foreach (var (key, value) in entity.Attributes)
        {
            Pair(key, value);
        }

        End();
        Text("EntityState", Xmlns.Contracts, null);
        Start("FormattedValues", Xmlns.Contracts);
        Declare(Xmlns.Generic);
        foreach (var (key, value) in entity.FormattedValues)
        {
            Start("KeyValuePairOfstringstring", Xmlns.Contracts);
            Text("key", Xmlns.Generic, key);
            Text("value", Xmlns.Generic, value);
            End();
        }

        End();
        Id("Id", Xmlns.Contracts, entity.Id);
        EmptyKeys();
        Text("LogicalName", Xmlns.Contracts, entity.LogicalName);
        Start("RelatedEntities", Xmlns.Contracts);
        Declare(Xmlns.Generic);
        End();
        Text("RowVersion", Xmlns.Contracts, entity.RowVersion);
    }

    /// <summary>The members of an entity collection behind its rows.</summary>
    public void Footer(SoapEntities entities)
    {
        Text("EntityName", Xmlns.Contracts, entities.EntityName);
        Number("MinActiveRowVersion", Xmlns.Contracts, -1);
        Flag("MoreRecords", Xmlns.Contracts, entities.MoreRecords);
        Text("PagingCookie", Xmlns.Contracts, entities.PagingCookie);
        Number("TotalRecordCount", Xmlns.Contracts, entities.TotalRecordCount);
        Flag("TotalRecordCountLimitExceeded", Xmlns.Contracts, entities.TotalRecordCountLimitExceeded);
    }

    public void Content(SoapReference reference)
    {
        Id("Id", Xmlns.Contracts, reference.Id);
        EmptyKeys();
        Text("LogicalName", Xmlns.Contracts, reference.LogicalName);
        Text("Name", Xmlns.Contracts, reference.Name);
        Text("RowVersion", Xmlns.Contracts, reference.RowVersion);
    }

    /// <summary>A pair of a dictionary of values of any type.</summary>
    public void Pair(string key, object? value)
    {
        Start("KeyValuePairOfstringanyType", Xmlns.Contracts);
        Text("key", Xmlns.Generic, key);
        Start("value", Xmlns.Generic);
        Value(value);
        End();
        End();
    }

    /// <summary>The type and members of a response, into the element that was begun.</summary>
    public void Content(OrganizationResponse response)
    {
        Type(response.Name + "Response", response.Namespace);
        Text("ResponseName", Xmlns.Contracts, response.Name);
        Start("Results", Xmlns.Contracts);
        Declare(Xmlns.Generic);
        foreach (var (key, value) in response.Results)
        {
            Pair(key, value);
        }

        End();
    }

    /// <summary>Strings, each an element of the arrays' namespace.</summary>
    public void Strings(IEnumerable<string> values)
    {
        Declare(Xmlns.Arrays);
        foreach (var value in values)
        {
            Text("string", Xmlns.Arrays, value);
        }
    }

    /// <summary>The server names rows by their id, never by an alternate key.</summary>
    private void EmptyKeys()
    {
        Start("KeyAttributes", Xmlns.Contracts);
        xml.WriteAttributeString("xmlns", "k", null, Xmlns.Contracts71);
        End();
    }

    private void Typed(string name, string space, string text)
    {
        Type(name, space);
        xml.WriteString(text);
    }

    private static string PrefixOf(string space) => space switch
    {
        Xmlns.Soap => "s",
        Xmlns.Services or "" => "",
        Xmlns.Contracts => "b",
        Xmlns.Generic => "c",
        Xmlns.Schema => "d",
        Xmlns.Serialization => "e",
        Xmlns.Arrays => "f",
        Xmlns.Messages => "g",
        Xmlns.Metadata => "h",
        Xmlns.MetadataQuery => "j",
        Xmlns.Contracts71 => "k",
        Xmlns.Contracts2012 => "l",
        Xmlns.Contracts2014 => "m",
        Xmlns.Metadata2013 => "n",
        Xmlns.Metadata71 => "o",
        Xmlns.Metadata90 => "p",
        _ => throw new InvalidOperationException($"The namespace {space} has no prefix."),
    };
}
