using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FluentUI.AspNetCore.Components;
using Syncline.Studio.Apply;
using Syncline.Studio.Compare;
using Syncline.Studio.Connections;
using Syncline.Studio.Library;
using Syncline.Studio.Preview;
using Syncline.Studio.Projects;
using Syncline.Studio.Runs;
using Syncline.Studio.Sandboxes;
using Syncline.Studio.Shell;

namespace Syncline.Studio.Hosting;

/// <summary>The Studio's services, and the way of a request through it.</summary>
internal static class StudioPipeline
{
    /// <summary>Adds what the pages stand on.</summary>
    public static void AddStudioPages(this IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Workspace);
        services.AddSingleton(options.TimeProvider);
        services.AddSingleton<LocalSandbox>();
        services.AddConnectionPages();
        services.AddPreviewPages();
        services.AddProjectPages();
        services.AddRunPages();
        services.AddLibraryPages();
        services.AddScoped<BrowserModule>();
        services.AddFluentUIComponents();
    }

    /// <summary>Adds the pages and what serves them.</summary>
    public static void AddStudio(this IServiceCollection services, StudioOptions options)
    {
        services.AddStudioPages(options);
        services.AddSingleton<LaunchKeys>();

        // Keys live as long as the process: nothing is written to the user's folders, and a restart closes all sessions anyway.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddRouting();
        services.AddAntiforgery();
        services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(10);
            circuit.DisconnectedCircuitMaxRetained = 20;
        });
    }

    /// <summary>Lays the way of a request. The order matters: nothing is served before host, origin and session were checked.</summary>
    public static void UseStudio(this WebApplication app, EmbeddedAssets assets)
    {
        var keys = app.Services.GetRequiredService<LaunchKeys>();
        app.UseWebSockets();
        app.Use(SecurityHeaders.AddAsync);
        app.Use(RequestGuard.CheckHostAsync);
        app.Use(RequestGuard.CheckOriginAsync);
        app.Use((HttpContext context, RequestDelegate next) => RequestGuard.CheckSessionAsync(context, next, keys));
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = assets,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.UseRouting();
        app.UseAntiforgery();
        app.MapPreviewExport();
        app.MapFailedRows();
        app.MapPlanDownload();
        app.MapLibraryDownload();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null); // ours says it
    }
}
