using System.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Syncline.Sandbox.OrganizationService.Messages;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.SignIn;
using Syncline.Sandbox.SignIn.Admission;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.OrganizationService.Http;

/// <summary>
/// The Organization Service at <c>/XRMServices/2011/Organization.svc/web</c>: SOAP 1.1 with a bearer token (PROTOCOL 2). Its rows, rules, privileges, limits and
/// faults on order are those of the Web API.
/// </summary>
internal sealed class OrganizationServiceEndpoint(
    MessageTable messages, Impersonation impersonation, ILogger<OrganizationServiceEndpoint> log, SandboxOptions options, IAccessTokenReader tokens, TrafficSettings settings, ServiceProtection protection, FaultOrders faults, Journal journal, SiteClock clock)
    : SiteEndpoint(options, tokens, settings, protection, faults, journal, clock)
{
    private const string ActionRoot = "http://schemas.microsoft.com/xrm/2011/Contracts/Services/IOrganizationService/";

    protected override async ValueTask<SiteAnswer> AnswerAsync(SiteCall call, Stream body)
    {
        var request = call.Context.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            return new SiteAnswer(StatusCodes.Status405MethodNotAllowed).With("Allow", "POST");
        }

        // SOAP 1.2 has another content type, which a service of SOAP 1.1 does not take.
        if (request.ContentType?.StartsWith("text/xml", StringComparison.OrdinalIgnoreCase) != true)
        {
            return new SiteAnswer(StatusCodes.Status415UnsupportedMediaType);
        }

        var action = request.Headers["SOAPAction"].ToString().Trim('"');
        if (!action.StartsWith(ActionRoot, StringComparison.Ordinal))
        {
            return SoapFault.NoAction(action);
        }

        using var copy = new MemoryStream();
        await body.CopyToAsync(copy, call.Context.RequestAborted);
        copy.Position = 0;
        SoapMessage message;
        try
        {
            message = EnvelopeReader.Read(copy);
        }
        catch (MalformedMessageException problem)
        {
            return SoapFault.NotUnderstood(problem.Message);
        }
        catch (XmlException problem)
        {
            return SoapFault.NotUnderstood(problem.Message.TrimEnd('.'));
        }

        return message.Operation == action[ActionRoot.Length..]
            ? Answer(call, message)
            : SoapFault.NotUnderstood($"the SOAPAction names the operation '{action[ActionRoot.Length..]}', the body holds '{message.Operation}'");
    }

    protected override SiteAnswer Failure(SiteException error) => error switch
    {
        { Status: StatusCodes.Status401Unauthorized } => new SiteAnswer(StatusCodes.Status401Unauthorized),

        // An ordered refusal is told with the code of a limit, as clients know it.
        { Status: StatusCodes.Status429TooManyRequests, RetryAfter: null } => SoapFault.Of(new SiteException(error.Status, "0x80072322", error.Message) { Name = "NumberOfRequestsExceeded", RetryAfter = TimeSpan.FromSeconds(1) }, Guid.Empty, Now),
        _ => SoapFault.Of(error, Guid.Empty, Now),
    };

    private SiteAnswer Answer(SiteCall call, SoapMessage message)
    {
        try
        {
            if (call.Context.Features.Get<SiteRefusal>() is { } refusal)
            {
                throw new SiteException(StatusCodes.Status403Forbidden, refusal.Code, refusal.Message);
            }

            return SoapAnswer.Of(message.Operation, messages.Execute(impersonation.Apply(RequestOf(call, message)), message.Request));
        }
        catch (SiteException error)
        {
            return SoapFault.Of(error, call.RequestId, Now);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The sandbox failed on the message {Message}", message.Request.Name);
            return SoapFault.Internal();
        }
    }

    private static SiteRequest RequestOf(SiteCall call, SoapMessage message) => new()
    {
        Method = call.Context.Request.Method,
        Origin = call.Origin,
        Version = "v9.2",
        RawPath = "",
        Path = [],
        Query = new QueryOptions(""),
        Header = name => name switch
        {
            "MSCRMCallerID" => Named(message, "CallerId"),
            "CallerObjectId" => Named(message, "CallerObjectId"),
            _ => null,
        },
        Prefer = new Preferences(),
        Caller = call.Caller,
        Body = Stream.Null,
        Work = call.Work,
        CancellationToken = call.Context.RequestAborted,
    };

    /// <summary>Whom a SOAP header names to act for; clients send an empty id when they name nobody.</summary>
    private static string? Named(SoapMessage message, string header) =>
        message.Headers.TryGetValue(header, out var text) && !(Guid.TryParse(text, out var id) && id == Guid.Empty) ? text : null;
}
