using System.Xml;
using Syncline.Connectors.Dataverse.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Takes answers apart: an envelope, of SOAP 1.1 or 1.2, whose body holds a response with its result
/// (https://www.w3.org/TR/2000/NOTE-SOAP-20000508/ section 4).
/// </summary>
internal static class SoapAnswer
{
    /// <summary>Whether an answer claims to be one of these: what stands between may answer by pages for people.</summary>
    public static bool IsSoap(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type
        && (type.Equals("text/xml", StringComparison.OrdinalIgnoreCase) || type.Equals("application/soap+xml", StringComparison.OrdinalIgnoreCase));

    /// <summary>Goes to the first element of the body: a response, or a fault.</summary>
    /// <exception cref="XmlException">It is no envelope.</exception>
    public static void EnterBody(XmlCursor cursor)
    {
        cursor.MoveToRoot();
        Require(cursor.Is("Envelope") && cursor.Enter(), "It is no envelope.");
        while (cursor.Next())
        {
            if (cursor.Is("Body"))
            {
                Require(cursor.Enter() && cursor.Next(), "Its body is empty.");
                return;
            }

            cursor.Skip();
        }

        throw new XmlException("It has no body.");
    }

    /// <summary>Goes to the result: <c>ExecuteResult</c>, <c>RetrieveMultipleResult</c>, …</summary>
    /// <exception cref="XmlException">It is no answer with a result.</exception>
    public static void EnterResult(XmlCursor cursor)
    {
        EnterBody(cursor);
        Require(cursor.Name.EndsWith("Response", StringComparison.Ordinal) && cursor.Enter() && cursor.Next() && cursor.Name.EndsWith("Result", StringComparison.Ordinal), "It has no result.");
    }

    /// <summary>Goes from behind the result to the end of the envelope.</summary>
    /// <exception cref="XmlException">The end is not there.</exception>
    public static void LeaveResult(XmlCursor cursor)
    {
        for (var open = 3; open > 0; open--)
        {
            while (cursor.Next())
            {
                cursor.Skip();
            }
        }
    }

    /// <summary>Reads the named values of a response that the cursor stands on.</summary>
    /// <param name="cursor">Stands on the result; is then past it.</param>
    /// <param name="read">Gets each name, while the cursor stands on its value, and must consume that.</param>
    public static void ReadResults(XmlCursor cursor, Action<string> read)
    {
        if (!cursor.Enter())
        {
            return;
        }

        while (cursor.Next())
        {
            if (cursor.Is("Results"))
            {
                ReadPairs(cursor, read);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    /// <summary>Reads the pairs of a collection: name, then value.</summary>
    public static void ReadPairs(XmlCursor cursor, Action<string> read)
    {
        if (!cursor.Enter())
        {
            return;
        }

        while (cursor.Next())
        {
            Require(cursor.Enter() && cursor.Next() && cursor.Is("key"), "A value has no name.");
            var name = cursor.Value().ToString();
            if (cursor.Next())
            {
                read(name);
                while (cursor.Next())
                {
                    cursor.Skip();
                }
            }
        }
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new XmlException(otherwise);
        }
    }
}
