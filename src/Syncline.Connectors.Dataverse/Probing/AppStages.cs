using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>What an app check looks at: the site and its sign-in server, then the app there.</summary>
internal static class AppStages
{
    /// <summary>The app is known in the tenant.</summary>
    public static ProbeStage App { get; } = new("app", "App");

    /// <summary>The redirect is registered in it.</summary>
    public static ProbeStage Redirect { get; } = new("redirect", "Redirect URL");

    /// <summary>The stages for these settings: an app that signs in as itself has no redirect.</summary>
    public static IReadOnlyList<ProbeStage> For(ConnectorDescriptor connector, ConnectionSettings settings)
    {
        IEnumerable<ProbeStage> reaching = DataverseStages.All.TakeWhile(stage => stage != DataverseStages.Token);
        return connector.IsVisible(DataverseOptions.RedirectUrl, settings) ? [.. reaching, App, Redirect] : [.. reaching, App];
    }
}
