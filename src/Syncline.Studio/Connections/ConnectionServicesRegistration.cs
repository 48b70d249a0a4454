using Microsoft.Extensions.DependencyInjection;
using HomeIcon = Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size20.Home;
using Syncline.Studio.Connections.Window;
using Syncline.Studio.Shell;

namespace Syncline.Studio.Connections;

/// <summary>What the connection window, the tree and Home stand on.</summary>
internal static class ConnectionServicesRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddConnectionPages(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionShelf>();
        services.AddSingleton<ConnectionDrafts>();
        services.AddSingleton(new ShellPlace(0, "Home", "/", new HomeIcon()));
    }
}
