using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.OrganizationService;
using Syncline.Connectors.Dataverse.WebApi;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>
/// A site whose answers are written in the test, over real HTTP. A request is answered by the first rule whose method and start of path fit;
/// what no rule fits is answered 404 as Dataverse does.
/// </summary>
internal sealed class ScriptedSite : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly List<(string Method, string Path, Func<SiteRequest, SiteReply> Answer)> rules = [];
    private readonly ConcurrentQueue<SiteRequest> requests = new();
    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient http;

    public ScriptedSite()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestLineSize = 64 * 1024; // Dataverse takes addresses of 32 KiB, Kestrel by default 8
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        application = builder.Build();
        application.Run(AnswerAsync);
        application.Start();
        Origin = application.Urls.Single();
        http = new HttpClient(new BearerTokenHandler(Tokens, new Uri(Origin), handler, "test"), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Origin { get; }

    public FakeTokens Tokens { get; } = new();

    /// <summary>Requests so far, in the order of arrival.</summary>
    public IReadOnlyList<SiteRequest> Requests => [.. requests];

    /// <summary>Rules added later come first.</summary>
    public ScriptedSite On(string method, string path, Func<SiteRequest, SiteReply> answer)
    {
        lock (rules)
        {
            rules.Insert(0, (method, path, answer));
        }

        return this;
    }

    public ScriptedSite On(string method, string path, string json) => On(method, path, _ => SiteReply.Json(json));

    /// <summary>Adds the tables of <see cref="SampleMetadata"/>.</summary>
    public ScriptedSite WithTables()
    {
        SampleMetadata.Add(this);
        return this;
    }

    public DataverseConnection Connect(WriteSettings? settings = null) => new(new WebApiTransport(new WebApiClient(http, SiteAddresses.Parse(Origin), Tokens), settings ?? new WriteSettings()));

    /// <summary>A connection over the Organization Service.</summary>
    public DataverseConnection ConnectOrganizationService(WriteSettings? settings = null) =>
        new(new OrganizationServiceTransport(new OrganizationServiceClient(http, SiteAddresses.Parse(Origin), Tokens), settings ?? new WriteSettings()));

    /// <summary>Takes <c>$batch</c> requests: their operations are answered by the rules, and are among <see cref="Requests"/> behind the batch itself.</summary>
    public ScriptedSite WithBatches() => On("POST", "$batch", batch => BatchScript.Answer(BatchScript.Operations(batch).Select(operation =>
    {
        requests.Enqueue(operation);
        return RuleFor(operation)(operation);
    }).ToList()));

    /// <summary>From here on nothing listens at the address.</summary>
    public Task StopListeningAsync() => application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new SiteRequest(
            context.Request.Method,
            Uri.UnescapeDataString(target.Replace("/api/data/v9.2/", "", StringComparison.Ordinal)),
            target,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await body.ReadToEndAsync());
        requests.Enqueue(request);
        await RuleFor(request)(request).SendAsync(context);
    }

    private Func<SiteRequest, SiteReply> RuleFor(SiteRequest request)
    {
        lock (rules)
        {
            return rules.FirstOrDefault(rule => rule.Method == request.Method && request.Path.StartsWith(rule.Path, StringComparison.Ordinal)).Answer
                ?? (_ => SiteReply.Fault(404, "0x8006088a", $"Resource not found for the segment '{request.Path}'."));
        }
    }
}
