using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Definitions;
using Syncline.Sandbox.Site.Fetch;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Functions;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Model;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Seed;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Traffic;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site;

/// <summary>The Dynamics 365 site of the sandbox: what the host has to add and map for it.</summary>
public static class SiteModule
{
    /// <summary>Adds the site's services. <see cref="SandboxOptions"/> and <see cref="SignIn.IAccessTokenReader"/> are registered by the host.</summary>
    public static IServiceCollection AddSite(this IServiceCollection services) => services
        .AddSingleton(_ => Catalog.Load())
        .AddSingleton(provider => Open(provider.GetRequiredService<Catalog>(), provider.GetRequiredService<SandboxOptions>()))
        .AddSingleton(provider => new FileContents(provider.GetRequiredService<SandboxOptions>().Keep is { } folder ? Path.Combine(folder, "files") : null))
        .AddSingleton<FileWriting>()
        .AddSingleton<FileRoutes>()
        .AddSingleton<FileBlocks>()
        .AddSingleton<FileMessages>()
        .AddSingleton<SiteActions>()
        .AddSingleton(provider => new SiteClock(provider.GetRequiredService<SandboxOptions>().TimeProvider))
        .AddSingleton<TrafficSettings>()
        .AddSingleton<ServiceProtection>()
        .AddSingleton<FaultOrders>()
        .AddSingleton<Journal>()
        .AddSingleton<ControlRoutes>()
        .AddSingleton<AccessControl>()
        .AddSingleton<Impersonation>()
        .AddSingleton<ServiceDocument>()
        .AddSingleton<ModelDocument>()
        .AddSingleton<DefinitionSet>()
        .AddSingleton<DefinitionRoutes>()
        .AddSingleton<ChoiceMessages>()
        .AddSingleton<SiteFunctions>()
        .AddSingleton<FetchReading>()
        .AddSingleton<RowReading>()
        .AddSingleton<RowWriting>()
        .AddSingleton<BulkWriting>()
        .AddSingleton<RowRoutes>()
        .AddSingleton<WebApi>()
        .AddSingleton<WebApiEndpoint>();

    private static SiteStore Open(Catalog catalog, SandboxOptions options)
    {
        var start = SampleData.Create(catalog, options);
        if (options.Keep is null)
        {
            return new SiteStore(start);
        }

        var (log, rows) = KeptChanges.Open(options.Keep, catalog, start, options.SeedRows);
        return new SiteStore(rows, log);
    }

    /// <summary>Maps <c>/api/data/v9.*</c>, and <c>/_sandbox/</c> for those who test against the site.</summary>
    public static WebApplication MapSite(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<WebApiEndpoint>();
        app.Map("/api/data/{**path}", endpoint.HandleAsync);
        app.Services.GetRequiredService<ChoiceMessages>(); // brings kept choices back before the first request
        app.Services.GetRequiredService<ControlRoutes>().Map(app);
        return app;
    }
}
