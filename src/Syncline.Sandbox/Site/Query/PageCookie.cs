using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Query;

/// <summary>
/// The place where a page ended: page number, primary key and values of the order columns of its last row. Because it names a place in the order and not an
/// offset, later pages neither skip nor repeat rows when others are added or deleted. Its form in <c>$skiptoken</c> is the documented
/// one (PROTOCOL 5.2): a cookie element, encoded twice, within another.
/// </summary>
internal sealed record PageCookie(int Page, Guid LastId, IReadOnlyList<string?> LastValues)
{
    /// <summary>The delta token of a list whose changes are tracked.</summary>
    public string? Tracking { get; private init; }

    /// <summary>The value of <c>$skiptoken</c>, ready for an address.</summary>
    public static string Write(int page, Table table, Row first, Row last, IReadOnlyList<(Column Column, Func<Row, object?> Get)> order, string? tracking = null) =>
        Outer(page, table, first, last, order, tracking).Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal);

    /// <summary>The cookie as the annotation <c>fetchxmlpagingcookie</c> shows it.</summary>
    public static string Outer(int page, Table table, Row first, Row last, IReadOnlyList<(Column Column, Func<Row, object?> Get)> order, string? tracking = null)
    {
        var inner = Encode(Encode(Inner(page, table, first, last, order)));
        return string.Create(CultureInfo.InvariantCulture, $"<cookie pagenumber=\"{page + 1}\" pagingcookie=\"{inner}\" istracking=\"{(tracking is null ? "False" : $"True\" token=\"{tracking}")}\" />");
    }

    /// <summary>The cookie itself, as the Organization Service shows it (recorded).</summary>
    public static string Inner(int page, Table table, Row first, Row last, IReadOnlyList<(Column Column, Func<Row, object?> Get)> order)
    {
        var cookie = new XElement("cookie", new XAttribute("page", page));
        foreach (var (column, get) in order)
        {
            var element = new XElement(column.Name);
            element.Add(Text(get(last)) is { } end ? new XAttribute("last", end) : new XAttribute("lastnull", 1));
            element.Add(Text(get(first)) is { } begin ? new XAttribute("first", begin) : new XAttribute("firstnull", 1));
            cookie.Add(element);
        }

        cookie.Add(new XElement(table.PrimaryId.Name, new XAttribute("last", Braced(last.Id)), new XAttribute("first", Braced(first.Id))));
        return cookie.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Reads the <c>paging-cookie</c> of a FetchXML query over one table.</summary>
    public static PageCookie ReadInner(string text, int page, Table table, int orderColumns)
    {
        try
        {
            // Some clients hand the cookie on as it came, still encoded.
            for (var i = 0; i < 2 && !text.StartsWith('<'); i++)
            {
                text = WebUtility.UrlDecode(text);
            }

            var elements = XElement.Parse(text).Elements().ToList();
            return elements.Count == orderColumns + 1 && elements[^1].Name.LocalName == table.PrimaryId.Name
                ? new PageCookie(page, Guid.ParseExact((string)elements[^1].Attribute("last")!, "B"), [.. elements.SkipLast(1).Select(element => (string?)element.Attribute("last"))])
                : throw Malformed();
        }
        catch (Exception exception) when (exception is System.Xml.XmlException or FormatException or ArgumentNullException)
        {
            throw Malformed();
        }
    }

    /// <summary>Reads the decoded value of <c>$skiptoken</c>.</summary>
    public static PageCookie Read(string token, Table table, int orderColumns)
    {
        try
        {
            var outer = XElement.Parse(token);
            var inner = XElement.Parse(WebUtility.UrlDecode(WebUtility.UrlDecode((string)outer.Attribute("pagingcookie")!)));
            var elements = inner.Elements().ToList();
            if (elements.Count == orderColumns + 1 && elements[^1].Name.LocalName == table.PrimaryId.Name)
            {
                return new PageCookie(
                    (int)outer.Attribute("pagenumber")!,
                    Guid.ParseExact((string)elements[^1].Attribute("last")!, "B"),
                    [.. elements.SkipLast(1).Select(element => (string?)element.Attribute("last"))])
                {
                    Tracking = (string?)outer.Attribute("token"),
                };
            }
        }
        catch (Exception exception) when (exception is System.Xml.XmlException or FormatException or ArgumentNullException)
        {
            throw Malformed();
        }

        throw Malformed();
    }

    /// <summary>A value as text that <see cref="Parse"/> reads back to the same value.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        bool flag => flag ? "1" : "0",
        Reference reference => Braced(reference.Id),
        Guid id => Braced(id),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        int[] values => string.Join(',', values),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"Rows can't be ordered by a {value.GetType().Name}."),
    };

    /// <summary>The value of a column from its text in a cookie.</summary>
    public static object? Parse(Column column, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var culture = CultureInfo.InvariantCulture;
        return column.EdmType switch
        {
            "Edm.Int32" => int.Parse(text, culture),
            "Edm.Int64" => long.Parse(text, culture),
            "Edm.Decimal" => decimal.Parse(text, culture),
            "Edm.Double" => double.Parse(text, culture),
            "Edm.Boolean" => text == "1",
            "Edm.Guid" => Guid.ParseExact(text, "B"),
            "Edm.DateTimeOffset" or "Edm.Date" => DateTime.Parse(text, culture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
            _ => text,
        };
    }

    private static SiteException Malformed() => new(400, "0x80060888", "Malformed XML in the Paging Cookie");

    private static string Braced(Guid id) => id.ToString("B").ToUpperInvariant();

    /// <summary>Lower-case percent encoding of everything but letters, digits and <c>-_.</c>, as the server's is.</summary>
    private static string Encode(string text)
    {
        var encoded = Uri.EscapeDataString(text).ToCharArray();
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%')
            {
                encoded[i + 1] = char.ToLowerInvariant(encoded[i + 1]);
                encoded[i + 2] = char.ToLowerInvariant(encoded[i + 2]);
                i += 2;
            }
        }

        return new string(encoded);
    }

    /// <summary>The first and the last row of a page, from which a cookie is made.</summary>
    internal sealed record Ends(int Page, Table Table, Row First, Row Last, IReadOnlyList<(Column Column, Func<Row, object?> Get)> Order)
    {
        public string Outer() => PageCookie.Outer(Page, Table, First, Last, Order);

        public string Inner() => PageCookie.Inner(Page, Table, First, Last, Order);
    }
}
