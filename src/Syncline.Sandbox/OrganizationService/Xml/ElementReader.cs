using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Values;

namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>
/// Reads the elements of data contracts: <c>i:type</c> names the type of a value, <c>i:nil</c> is null. Where a data contract's serializer would skip an
/// element without a word (one out of alphabetical order, in another namespace, or unknown), this reader says so: a client learns of it here and not by lost data.
/// Each method begins at an element's start and ends behind its end.
/// </summary>
internal class ElementReader(XmlReader xml)
{
    /// <summary>The deepest nesting that is read; a row within messages within a message takes about 25.</summary>
    private const int MaxDepth = 100;

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

    public string Text() => xml.ReadElementContentAsString();

    public Guid Id() => Convert(text => Guid.ParseExact(text, "D"));

    /// <summary>A moment of UTC. One without zone counts as UTC, as the server takes it.</summary>
    public DateTime Moment() => Convert(text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

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

    /// <summary>Passes over the current element.</summary>
    public void Skip() => xml.Skip();

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

    protected T Convert<T>(Func<string, T> convert)
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
