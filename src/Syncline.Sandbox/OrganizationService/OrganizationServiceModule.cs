using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Sandbox.OrganizationService.Http;
using Syncline.Sandbox.OrganizationService.Messages;
using Syncline.Sandbox.OrganizationService.Rows;

namespace Syncline.Sandbox.OrganizationService;

/// <summary>The Organization Service of the sandbox: what the host has to add and map for it, behind <see cref="Site.SiteModule"/>.</summary>
public static class OrganizationServiceModule
{
    private const string Address = "/XRMServices/2011/Organization.svc";

    /// <summary>Adds the service, over the rows and rules of the site.</summary>
    public static IServiceCollection AddOrganizationService(this IServiceCollection services) => services
        .AddSingleton<EntityInput>()
        .AddSingleton<RowMessages>()
        .AddSingleton<IMessages>(provider => provider.GetRequiredService<RowMessages>())
        .AddSingleton<IMessages, ReadMessages>()
        .AddSingleton<IMessages, AssociationMessages>()
        .AddSingleton<IMessages, SiteMessages>()
        .AddSingleton<IMessages, MetadataMessages>()
        .AddSingleton<IMessages, MetadataChangeMessages>()
        .AddSingleton<IMessages, BatchMessages>()
        .AddSingleton<IMessages, BulkMessages>()
        .AddSingleton<IMessages, ChangeMessages>()
        .AddSingleton<IMessages, OptionMessages>()
        .AddSingleton<IMessages, OpportunityMessages>()
        .AddSingleton<IMessages, FileBlockMessages>()
        .AddSingleton<MessageTable>()
        .AddSingleton(provider => new Lazy<MessageTable>(provider.GetRequiredService<MessageTable>))
        .AddSingleton<OrganizationServiceEndpoint>();

    /// <summary>Maps the service's address, and its description at <c>?wsdl</c>, which needs no token.</summary>
    public static WebApplication MapOrganizationService(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<OrganizationServiceEndpoint>();
        foreach (var address in (ReadOnlySpan<string>)[Address, Address + "/web"])
        {
            app.Map(address, context => AsksForDescription(context.Request) ? ServiceDescription.WriteAsync(context) : endpoint.HandleAsync(context));
        }

        return app;
    }

    private static bool AsksForDescription(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Query.ContainsKey("wsdl");
}
