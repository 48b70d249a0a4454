using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Batch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OData.ModelBuilder;

namespace Syncline.ODataService;

/// <summary>A real OData service on a free port of this machine, made with Microsoft's own library.</summary>
public sealed class ODataSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private ODataSite(WebApplication app) => this.app = app;

    /// <summary>Its rows.</summary>
    public ContactStore Store { get; } = new();

    /// <summary>Its root.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts the service.</summary>
    /// <param name="hasBatches">Whether it knows batches.</param>
    public static async Task<ODataSite> StartAsync(bool hasBatches = true)
    {
        var model = new ODataConventionModelBuilder();
        model.EntitySet<Contact>("Contacts");
        model.EntitySet<Order>("Orders");
        model.EntitySet<Project>("Projects");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseKestrelHttpsConfiguration();
        ODataSite site = null!;
        builder.Services.AddSingleton(_ => site.Store);
        builder.Services.AddControllers().AddApplicationPart(typeof(ODataSite).Assembly).AddApplicationPart(typeof(Microsoft.AspNetCore.OData.Routing.Controllers.MetadataController).Assembly).AddOData(options =>
        {
            options.EnableQueryFeatures();
            options.RouteOptions.EnableKeyInParenthesis = true;
            if (hasBatches)
            {
                options.AddRouteComponents("odata", model.GetEdmModel(), new DefaultODataBatchHandler());
            }
            else
            {
                options.AddRouteComponents("odata", model.GetEdmModel());
            }
        });
        site = new ODataSite(builder.Build());
        site.app.Use(async (context, next) =>
        {
            site.Store.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{Uri.UnescapeDataString(context.Request.QueryString.Value ?? "")}");
            if (site.Store.Instead is not { } instead || !await instead(context))
            {
                await next();
            }
        });
        site.app.UseODataBatching();
        site.app.UseRouting();
        site.app.MapControllers();
        await site.app.StartAsync();
        site.Url = site.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/odata";
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
