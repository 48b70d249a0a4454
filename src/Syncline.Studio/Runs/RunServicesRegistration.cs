using Microsoft.Extensions.DependencyInjection;
using Syncline.Studio.Shell;
using Large = Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size20;

namespace Syncline.Studio.Runs;

/// <summary>What the history of runs stands on.</summary>
internal static class RunServicesRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddRunPages(this IServiceCollection services)
    {
        services.AddSingleton(new ShellPlace(3, "Runs", "/runs", new Large.History()));
        services.AddSingleton<RunCorrections>();
    }
}
