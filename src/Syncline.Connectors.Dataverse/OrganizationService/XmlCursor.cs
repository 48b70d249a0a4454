using System.Xml;
using System.Xml.Linq;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Walks through an answer, element by element, forward only. Document type definitions and processing instructions are refused, and so is what is nested
/// deeper or named more variously than any answer of the service. Not safe for concurrent use.
/// </summary>
internal sealed class XmlCursor
{
    private static readonly XmlDictionaryReaderQuotas Quotas = new()
    {
        MaxDepth = 64,
        MaxNameTableCharCount = 256 * 1024,
        MaxBytesPerRead = 64 * 1024,
        MaxStringContentLength = 256 * 1024 * 1024,
        MaxArrayLength = 256 * 1024 * 1024,
    };

    private readonly XmlDictionaryReader reader;
    private char[] text = new char[1024];

    /// <param name="document">The whole document; must stay as it is while the cursor is used.</param>
    public XmlCursor(ArraySegment<byte> document) => reader = XmlDictionaryReader.CreateTextReader(document.Array!, document.Offset, document.Count, Quotas);

    /// <summary>Name of the element stood on, without its namespace.</summary>
    public string Name => reader.LocalName;

    /// <summary>Name of the type that the element stood on says it has, without its namespace; null when it says none.</summary>
    public string? Type => reader.GetAttribute("type", XmlNames.Instance) is { } type ? type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..] : null;

    /// <summary>Whether the element stood on says that it has no value.</summary>
    public bool IsNil => reader.IsEmptyElement && reader.GetAttribute("nil", XmlNames.Instance) is "true" or "1";

    public bool Is(string name) => reader.IsLocalName(name);

    /// <summary>Goes to the root element.</summary>
    /// <exception cref="XmlException">There is none.</exception>
    public void MoveToRoot()
    {
        if (reader.MoveToContent() != XmlNodeType.Element)
        {
            throw new XmlException("It has no root element.");
        }
    }

    /// <summary>Steps into the element stood on; false, and past it, when it is empty.</summary>
    public bool Enter()
    {
        var isEmpty = reader.IsEmptyElement;
        Read();
        return !isEmpty;
    }

    /// <summary>
    /// Goes to the next element beside; false when there is none, and then past the end of the one that was entered. The element must be consumed
    /// (entered, read or skipped) before the next is asked for.
    /// </summary>
    /// <exception cref="XmlException">The document ends here.</exception>
    public bool Next()
    {
        while (true)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    return true;
                case XmlNodeType.EndElement:
                    Read();
                    return false;
                case XmlNodeType.None:
                    throw new XmlException("It ended early.");
                default:
                    Read();
                    break;
            }
        }
    }

    /// <summary>Goes past the element stood on.</summary>
    public void Skip() => Guard(static reader => { reader.Skip(); return true; });

    /// <summary>
    /// The plain value of the element stood on, which is then past: its text, or that of the <c>Value</c> that it wraps (Money, OptionSetValue, AliasedValue,
    /// BooleanManagedProperty). Good until the next use of the cursor.
    /// </summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public ReadOnlySpan<char> Value()
    {
        if (!Enter())
        {
            return default;
        }

        var length = 0;
        while (true)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    length = Append(length);
                    break;
                case XmlNodeType.EndElement:
                    Read();
                    return text.AsSpan(0, length);
                case XmlNodeType.Element:
                    return Wrapped();
                case XmlNodeType.None:
                    throw new XmlException("It ended early.");
                default:
                    Read();
                    break;
            }
        }
    }

    /// <summary>Like <see cref="Value"/>, as a text of its own; null for an element without a value.</summary>
    public string? Text()
    {
        if (IsNil)
        {
            Skip();
            return null;
        }

        return Value().ToString();
    }

    /// <summary>The element stood on, with all that is in it; the cursor is then past.</summary>
    public XElement Tree() => Guard(static reader => (XElement)XNode.ReadFrom(reader));

    private void Read()
    {
        try
        {
            reader.Read();
        }
        catch (Exception exception) when (IsGarbled(exception))
        {
            throw Garbled(exception);
        }
    }

    private T Guard<T>(Func<XmlDictionaryReader, T> step)
    {
        try
        {
            return step(reader);
        }
        catch (Exception exception) when (IsGarbled(exception))
        {
            throw Garbled(exception);
        }
    }

    /// <summary>Of a document that ends within a name or a sign the reader complains in words of its own.</summary>
    private static bool IsGarbled(Exception exception) => exception is ArgumentException or IndexOutOfRangeException;

    private static XmlException Garbled(Exception exception) => new("It ended early, or is garbled.", exception);

    private ReadOnlySpan<char> Wrapped()
    {
        ReadOnlySpan<char> value = default;
        var isFound = false;
        while (Next())
        {
            if (Is("Value") && !isFound)
            {
                // What follows is skipped, which leaves the text as it is.
                value = Value();
                isFound = true;
            }
            else
            {
                Skip();
            }
        }

        return isFound ? value : throw new FormatException("it is not a plain value");
    }

    private int Append(int length)
    {
        while (true)
        {
            if (length == text.Length)
            {
                Array.Resize(ref text, text.Length * 2);
            }

            var read = reader.ReadValueChunk(text, length, text.Length - length);
            if (read == 0)
            {
                Read();
                return length;
            }

            length += read;
        }
    }
}
