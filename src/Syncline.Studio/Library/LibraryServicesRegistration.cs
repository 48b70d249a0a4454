using Microsoft.Extensions.DependencyInjection;
using Syncline.Studio.Shell;
using Large = Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size20;

namespace Syncline.Studio.Library;

/// <summary>What the pages for the library and the settings stand on.</summary>
internal static class LibraryServicesRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddLibraryPages(this IServiceCollection services)
    {
        services.AddSingleton<LibraryExports>();
        services.AddSingleton<LibraryDeeds>();
        services.AddSingleton(new ShellPlace(4, "Library", "/library", new Large.PlugConnected()));
        services.AddSingleton(new ShellPlace(5, "Settings", "/settings", new Large.Settings()));
    }
}
