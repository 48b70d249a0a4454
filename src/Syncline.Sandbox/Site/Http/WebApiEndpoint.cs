using Microsoft.AspNetCore.Http;
using Syncline.Sandbox.SignIn;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Http;

/// <summary>Carries requests to <see cref="WebApi"/>.</summary>
internal sealed class WebApiEndpoint(
    WebApi api, SandboxOptions options, IAccessTokenReader tokens, TrafficSettings settings, ServiceProtection protection, FaultOrders faults, Journal journal, SiteClock clock)
    : SiteEndpoint(options, tokens, settings, protection, faults, journal, clock)
{
    protected override async ValueTask<SiteAnswer> AnswerAsync(SiteCall call, Stream body)
    {
        var headers = call.Context.Request.Headers;
        var prefer = Preferences.Parse(headers["Prefer"]);
        SiteAddress address;
        try
        {
            address = SiteAddress.Parse(call.Target);
        }
        catch (SiteException error)
        {
            return ErrorAnswer.Of(error, prefer, call.RequestId);
        }

        return await api.TryAnswerAsync(
            new SiteRequest
            {
                Method = call.Context.Request.Method,
                Origin = call.Origin,
                Version = address.Version,
                RawPath = address.RawPath,
                Path = address.Path,
                Query = address.Query,
                Header = name => headers.TryGetValue(name, out var value) ? value.ToString() : null,
                Prefer = prefer,
                Caller = call.Caller,
                Body = body,
                Work = call.Work,
                CancellationToken = call.Context.RequestAborted,
            },
            call.RequestId);
    }

    protected override void WriteHeaders(IHeaderDictionary headers) => headers["OData-Version"] = "4.0";

    protected override SiteAnswer Failure(SiteException error) => ErrorAnswer.Of(error, new Preferences(), Guid.Empty);
}
