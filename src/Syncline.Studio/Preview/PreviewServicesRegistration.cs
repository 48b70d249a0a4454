using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Studio.Tree;
using PreviewIcon = Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size16.Eye;

namespace Syncline.Studio.Preview;

/// <summary>What the preview stands on.</summary>
internal static class PreviewServicesRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddPreviewPages(this IServiceCollection services)
    {
        services.AddSingleton<PreviewSessions>();
        services.AddSingleton(new TreeVerb(
            0, "Preview", new PreviewIcon(), target => target is { Table: not null, Column: null }, target => PreviewAddress.Of(target.Connection, target.Table!)));
    }

    /// <summary>Adds its download.</summary>
    public static void MapPreviewExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/preview-export/{connection}/{table}", (HttpContext context, PreviewSessions sessions, string connection, string table) =>
            PreviewExport.AnswerAsync(context, sessions, connection, table));
}
