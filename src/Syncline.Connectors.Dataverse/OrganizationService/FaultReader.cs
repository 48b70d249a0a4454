using System.Globalization;
using System.Xml;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Reads refusals: a SOAP fault whose detail is an <c>OrganizationServiceFault</c>
/// (https://learn.microsoft.com/power-apps/developer/data-platform/org-service/handle-exceptions). Its code is a signed number; it is told as the Web API spells it.
/// </summary>
internal static class FaultReader
{
    /// <summary>Most bytes of a refusal.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Reads an unsuccessful answer.</summary>
    public static async ValueTask<ServerFault> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!SoapAnswer.IsSoap(response))
        {
            return Bare(response);
        }

        try
        {
            using var body = await PageBuffer.ReadAsync(response.Content, MaxBytes, cancellationToken);
            return Find(response, body.Segment) ?? Bare(response);
        }
        catch (Exception exception) when (exception is XmlException or FormatException or InvalidDataException || HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            // The status is known; only the explanation got lost on the way.
            return Bare(response) with { Text = $"(the explanation could not be read: {exception.Message})" };
        }
    }

    /// <summary>The fault in an answer; null when its body holds a response.</summary>
    /// <exception cref="XmlException">It is no envelope.</exception>
    public static ServerFault? Find(HttpResponseMessage response, ArraySegment<byte> document)
    {
        var cursor = new XmlCursor(document);
        SoapAnswer.EnterBody(cursor);
        return cursor.Is("Fault") ? ReadFault(cursor, Bare(response)) : null;
    }

    /// <summary>Reads an <c>OrganizationServiceFault</c> that the cursor stands on; the cursor is then past.</summary>
    /// <param name="cursor">Where.</param>
    /// <param name="answer">What is known of the answer otherwise.</param>
    public static ServerFault ReadDetail(XmlCursor cursor, ServerFault answer)
    {
        var fault = answer with { IsDataverse = true };
        ServerFault? inner = null;
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (cursor.IsNil)
                {
                    cursor.Skip();
                    continue;
                }

                switch (cursor.Name)
                {
                    case "ActivityId":
                        var activity = cursor.Text();
                        fault = fault with { RequestId = fault.RequestId ?? activity };
                        break;
                    case "ErrorCode":
                        if (TryReadCode(cursor.Value(), out var number))
                        {
                            fault = fault with { Number = number, Code = string.Create(CultureInfo.InvariantCulture, $"0x{number:x8}") };
                        }

                        break;
                    case "ErrorDetails": fault = ReadDetails(cursor, fault); break;
                    case "Message": fault = fault with { Text = cursor.Text() }; break;
                    case "InnerFault": inner = ReadDetail(cursor, answer); break;
                    default: cursor.Skip(); break;
                }
            }
        }

        // The envelope of every refusal says 500. What is no failure of the server has the status that the Web API gives it.
        fault = fault with { Status = IsFailure(fault.Number) ? answer.Status : 400 };

        // Some faults say no more than that something failed; what did stands further in.
        return fault.Number is 0 or ServerErrorCodes.Unexpected && inner is { Number: not 0 }
            ? inner with { RequestId = fault.RequestId, RetryAfter = fault.RetryAfter ?? inner.RetryAfter, RowResults = fault.RowResults ?? inner.RowResults }
            : fault;
    }

    /// <summary>A code is a signed number of 32 bits; one that is written without its sign is the same.</summary>
    private static bool TryReadCode(ReadOnlySpan<char> text, out uint number)
    {
        var isCode = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) && code is >= int.MinValue and <= uint.MaxValue;
        number = isCode ? unchecked((uint)code) : 0;
        return isCode;
    }

    private static bool IsFailure(uint number) =>
        number is 0 or ServerErrorCodes.Unexpected or ServerErrorCodes.SqlError or ServerErrorCodes.SqlTimeout or ServerErrorCodes.CouldNotObtainLockOnResource;

    private static ServerFault ReadFault(XmlCursor cursor, ServerFault answer)
    {
        ServerFault? detailed = null;
        var (code, reason) = (string.Empty, default(string));
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                switch (cursor.Name)
                {
                    // SOAP 1.1, then SOAP 1.2.
                    case "faultcode": code = cursor.Text() ?? string.Empty; break;
                    case "faultstring": reason = cursor.Text(); break;
                    case "Code": code = string.Join(' ', cursor.Tree().DescendantNodes().OfType<System.Xml.Linq.XText>().Select(text => text.Value.Trim())); break;
                    case "Reason": reason = cursor.Tree().Value.Trim(); break;
                    case "detail" or "Detail": detailed = FindDetail(cursor, answer); break;
                    default: cursor.Skip(); break;
                }
            }
        }

        // A request that could not be understood was not carried out. Of an error inside of the server nothing is known.
        return detailed ?? answer with
        {
            IsDataverse = code.Contains("Client", StringComparison.Ordinal) || code.Contains("Sender", StringComparison.Ordinal) || code.Contains("DeserializationFailed", StringComparison.Ordinal),
            Code = code.Length == 0 ? null : code,
            Text = reason,
        };
    }

    private static ServerFault? FindDetail(XmlCursor cursor, ServerFault answer)
    {
        ServerFault? found = null;
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (cursor.Name is "OrganizationServiceFault" or "ExecuteTransactionFault")
                {
                    found = ReadDetail(cursor, answer);
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        return found;
    }

    private static ServerFault ReadDetails(XmlCursor cursor, ServerFault fault)
    {
        SoapAnswer.ReadPairs(cursor, name =>
        {
            switch (name)
            {
                case "Retry-After": fault = fault with { RetryAfter = NotBelowZero(Wait(cursor.Value())) ?? fault.RetryAfter }; break;
                case "Plugin.BulkApiErrorDetails": fault = fault with { RowResults = BulkRowResult.ReadAll(cursor.Text() ?? string.Empty) }; break;
                default: cursor.Skip(); break;
            }
        });
        return fault;
    }

    /// <summary>A wait, written as a duration (<c>PT4M30S</c>), as a time span, or in seconds.</summary>
    private static TimeSpan? Wait(ReadOnlySpan<char> text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span))
        {
            return span;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text.ToString());
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null; // the server's limit is known from the code all the same
        }
    }

    private static TimeSpan? NotBelowZero(TimeSpan? wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;

    private static ServerFault Bare(HttpResponseMessage response) => new()
    {
        Status = (int)response.StatusCode,
        RetryAfter = HttpAnswers.RetryAfter(response),
        RequestId = HttpAnswers.RequestId(response),
    };
}
