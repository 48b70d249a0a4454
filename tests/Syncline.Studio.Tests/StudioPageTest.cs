using Bunit;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Sandbox;
using Syncline.Studio.Hosting;
using Syncline.Workspace;

namespace Syncline.Studio.Tests;

/// <summary>A page of the Studio with all that stands behind it, on a home folder of its own; only the browser is not there.</summary>
public abstract class StudioPageTest : BunitContext, IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("syncline-pages-").FullName;

    protected StudioPageTest()
    {
        Workspace = new SynclineWorkspace(new SynclineHome(Path.Combine(root, "home")), _ => null);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddStudioPages(new StudioOptions { Workspace = Workspace });
    }

    protected static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    protected SynclineWorkspace Workspace { get; }

    /// <summary>Saves a connection to a folder with one CSV file.</summary>
    protected async Task SaveCsvAsync(string name, string file, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, file), text, Token);
        await SaveAsync(new ConnectionSettings { Name = name, Connector = "csv", Options = new Dictionary<string, string> { ["path"] = folder } });
    }

    /// <summary>Saves a connection to a sandbox, with the app that needs no person.</summary>
    protected async Task SaveSiteAsync(string name, SandboxServer sandbox)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        var app = sandbox.Options.Directory.ConfidentialClient;
        await SaveAsync(new ConnectionSettings
        {
            Name = name,
            Connector = "dynamics-365",
            Options = new Dictionary<string, string>
            {
                ["url"] = sandbox.Addresses.Site,
                ["client-id"] = app.Id.ToString(),
                ["grant-type"] = "client_credentials",
                ["token-url"] = sandbox.Addresses.TokenUrl,
            },
            Secrets = new Dictionary<string, Secret> { ["client-secret"] = new(app.Secret!) },
        });
    }

    /// <summary>Writes a project file into the usual folder.</summary>
    protected async Task SaveProjectAsync(string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(Workspace.Home.Root, "projects"));
        await File.WriteAllTextAsync(Path.Combine(Workspace.Home.Root, "projects", $"{name}.syncline.yaml"), text, Token);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        Directory.Delete(root, recursive: true);
    }

    private async Task SaveAsync(ConnectionSettings settings) => await Workspace.SaveAsync(settings, replace: false, Token);
}
