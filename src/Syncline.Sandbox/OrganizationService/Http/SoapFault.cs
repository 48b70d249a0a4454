using System.Globalization;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Http;

/// <summary>
/// Faults of the service (PROTOCOL 2.4): status 500, and either an <c>OrganizationServiceFault</c> that the client caused by what it asked for, or one of the
/// framework below, for a message that was not understood.
/// </summary>
internal static class SoapFault
{
    private const string Dispatcher = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher";
    private const int UnexpectedError = unchecked((int)0x80040216);

    /// <summary>An error of the service.</summary>
    public static SiteAnswer Of(SiteException error, Guid requestId, DateTime now) => Envelope("s:Client", null, error.Message, writer =>
    {
        writer.Start("detail", "");
        writer.Start("OrganizationServiceFault", Xmlns.Contracts);
        writer.Xml.WriteAttributeString("xmlns", "i", null, Xmlns.Instance);
        WriteContent(writer, error, requestId, now);
        writer.End();
        writer.End();
    });

    /// <summary>A message that could not be read; code and first words are those of the framework that reads it on a real site.</summary>
    public static SiteAnswer NotUnderstood(string problem) => Envelope(
        "a:DeserializationFailed",
        Dispatcher,
        $"The formatter threw an exception while trying to deserialize the message: {problem}.");

    /// <summary>A message for an action that the contract does not have.</summary>
    public static SiteAnswer NoAction(string action) => Envelope(
        "a:ActionNotSupported",
        "http://schemas.microsoft.com/ws/2005/05/addressing/none",
        $"The message with Action '{action}' cannot be processed at the receiver, due to a ContractFilter mismatch at the EndpointDispatcher. This may be because of either a contract mismatch (mismatched Actions between sender and receiver) or a binding/security mismatch between the sender and the receiver.");

    /// <summary>A failure of the sandbox itself: the recorded receiver fault, which tells nothing.</summary>
    public static SiteAnswer Internal() => Envelope("a:InternalServiceFault", Dispatcher, "The server was unable to process the request due to an internal error.");

    /// <summary>The code of an error as the wire has it: the number behind <c>0x80040217</c>, or that of an unexpected error where the Web API shows none.</summary>
    public static int CodeOf(SiteException error) =>
        error.Code.Length > 2 && int.TryParse(error.Code.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code != 0 ? code : UnexpectedError;

    /// <summary>The members of an <c>OrganizationServiceFault</c>, in the present order (PROTOCOL 2.4).</summary>
    public static void WriteContent(ContractWriter writer, SiteException error, Guid requestId, DateTime now)
    {
        writer.Id("ActivityId", Xmlns.Contracts, requestId);
        writer.Number("ErrorCode", Xmlns.Contracts, CodeOf(error));
        writer.Start("ErrorDetails", Xmlns.Contracts);
        writer.Declare(Xmlns.Generic);
        foreach (var (key, value) in DetailsOf(error))
        {
            writer.Pair(key, value);
        }

        writer.End();
        writer.Text("HelpLink", Xmlns.Contracts, null);
        writer.Text("Message", Xmlns.Contracts, error.Message);
        writer.Text("Timestamp", Xmlns.Contracts, now.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
        writer.Flag("ExceptionRetriable", Xmlns.Contracts, false);
        writer.Text("ExceptionSource", Xmlns.Contracts, null);
        if (error.InnerException is SiteException inner)
        {
            writer.Start("InnerFault", Xmlns.Contracts);
            WriteContent(writer, inner, requestId, now);
            writer.End();
        }
        else
        {
            writer.Text("InnerFault", Xmlns.Contracts, null);
        }

        writer.Text("OriginalException", Xmlns.Contracts, null);
        writer.Text("TraceText", Xmlns.Contracts, null);
    }

    private static IEnumerable<(string Key, object Value)> DetailsOf(SiteException error)
    {
        foreach (var (key, value) in error.Details)
        {
            yield return (key, value);
        }

        if (error.Name is { } name)
        {
            yield return ("ApiExceptionMessageName", name);
            yield return ("ApiExceptionHttpStatusCode", error.Status);
        }

        // A duration of whole seconds: clients wait as long as it says (PROTOCOL 0 and 2.6).
        if (error.RetryAfter is { } wait)
        {
            yield return ("Retry-After", TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(wait.TotalSeconds))));
        }
    }

    private static SiteAnswer Envelope(string code, string? codeSpace, string reason, Action<ContractWriter>? detail = null) => SoapAnswer.Envelope(500, writer =>
    {
        writer.Start("Fault", Xmlns.Soap);
        writer.Start("faultcode", "");
        if (codeSpace is not null)
        {
            writer.Xml.WriteAttributeString("xmlns", "a", null, codeSpace);
        }

        writer.Xml.WriteString(code);
        writer.End();
        writer.Start("faultstring", "");
        writer.Xml.WriteAttributeString("xml", "lang", null, "en-US");
        writer.Xml.WriteString(reason);
        writer.End();
        detail?.Invoke(writer);
        writer.End();
    });
}
