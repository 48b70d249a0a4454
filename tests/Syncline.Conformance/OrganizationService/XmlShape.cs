using System.Xml.Linq;
using Syncline.Conformance.Metadata;

namespace Syncline.Conformance.OrganizationService;

/// <summary>
/// Compares the structure of a served element with a recorded one: names, namespaces, order of members, types and nil. The recordings are of 2014 and 2015,
/// so a served element may have members that came later; those recorded must all be there, in their order.
/// </summary>
internal static class XmlShape
{
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly XName Type = XName.Get("type", Instance);
    private static readonly XName Nil = XName.Get("nil", Instance);

    public static void Compare(Disagreements found, XElement recorded, XElement served, string path = "")
    {
        var place = $"{path}/{recorded.Name.LocalName}";
        found.Compare(place, "name", recorded.Name.ToString(), served.Name.ToString());
        if (TypeOf(recorded) is var type && (type is not null || TypeOf(served) is not null))
        {
            found.Compare(place, "i:type", type ?? "none", TypeOf(served) ?? "none");
        }

        if (IsNil(recorded) || IsNil(served))
        {
            // What is empty on one site need not be empty on another; but what has nothing in it must say so in the same way.
            if (IsNil(recorded) && !IsNil(served) && !served.HasElements && served.Value.Length == 0)
            {
                found.Add($"{place}: recorded as nil, served as empty");
            }

            return;
        }

        if (IsList(recorded))
        {
            CompareItems(found, recorded, served, place);
        }
        else
        {
            CompareMembers(found, recorded, served, place);
        }
    }

    /// <summary>A list: every kind of item that was recorded is compared with the first of its kind that is served, where there is one.</summary>
    private static void CompareItems(Disagreements found, XElement recorded, XElement served, string place)
    {
        var items = served.Elements().ToLookup(KindOf);
        foreach (var kind in recorded.Elements().GroupBy(KindOf))
        {
            if (items[kind.Key].FirstOrDefault() is { } item)
            {
                Compare(found, kind.First(), item, place);
            }
        }

        if (recorded.HasElements && served.HasElements)
        {
            found.Compare(place, "item", recorded.Elements().First().Name.ToString(), served.Elements().First().Name.ToString());
        }
    }

    private static void CompareMembers(Disagreements found, XElement recorded, XElement served, string place)
    {
        var last = -1;
        var members = served.Elements().ToList();
        foreach (var member in recorded.Elements())
        {
            var index = members.FindIndex(candidate => candidate.Name == member.Name);
            if (index < 0)
            {
                found.Add($"{place}/{member.Name.LocalName}: recorded in '{member.Name.NamespaceName}', not served");
                continue;
            }

            if (index < last)
            {
                found.Add($"{place}/{member.Name.LocalName}: served before '{members[last].Name.LocalName}', recorded after it");
            }

            last = Math.Max(last, index);
            Compare(found, member, members[index], place);
        }
    }

    /// <summary>True when the children are items of one name; a pair of the same name twice is a dictionary, whose items are its pairs.</summary>
    private static bool IsList(XElement element) => element.Elements().Take(2).Count() switch
    {
        0 => false,
        1 => element.Elements().First().Name.LocalName is var only && (only.StartsWith("KeyValuePairOf", StringComparison.Ordinal) || only == "Entity" || only.EndsWith("Metadata", StringComparison.Ordinal) || only == "LocalizedLabel"),
        _ => element.Elements().Select(child => child.Name).Distinct().Count() == 1,
    };

    /// <summary>Items are alike when they have the same type, and pairs when their key's value has it.</summary>
    private static string KindOf(XElement item) => string.Join(
        '|', item.Name.LocalName, TypeOf(item), item.Elements().FirstOrDefault(child => child.Name.LocalName == "key")?.Value, item.Elements().FirstOrDefault(child => child.Name.LocalName == "value") is { } value ? TypeOf(value) : "");

    private static bool IsNil(XElement element) => (string?)element.Attribute(Nil) == "true";

    private static string? TypeOf(XElement element)
    {
        if ((string?)element.Attribute(Type) is not { } text)
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? $"{element.GetDefaultNamespace()}:{text}" : $"{element.GetNamespaceOfPrefix(text[..colon])}:{text[(colon + 1)..]}";
    }
}
