using Microsoft.Extensions.DependencyInjection;
using Syncline.Studio.Shell;
using Syncline.Studio.Tree;
using Small = Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size16;
using Large = Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size20;

namespace Syncline.Studio.Projects;

/// <summary>What projects, compare and apply stand on.</summary>
internal static class ProjectServicesRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddProjectPages(this IServiceCollection services)
    {
        services.AddSingleton<ProjectSessions>();
        services.AddSingleton(new ShellPlace(2, "Projects", ProjectAddress.All, new Large.BranchCompare()));
        services.AddSingleton(new TreeVerb(1, "Use as source", new Small.ArrowExit(), IsTable, target => ProjectAddress.Use("source", target.Connection, target.Table!)));
        services.AddSingleton(new TreeVerb(2, "Use as target", new Small.ArrowEnter(), IsTable, target => ProjectAddress.Use("target", target.Connection, target.Table!)));
        services.AddSingleton(new TreeVerb(3, "Add as lookup", new Small.Link(), target => target.Table is not null, target => ProjectAddress.Use("lookup", target.Connection, target.Table!, target.Column)));
    }

    private static bool IsTable(TreeTarget target) => target is { Table: not null, Column: null };
}
