namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="SandboxFeatureTests"/> over the Web API.</summary>
public sealed class SandboxFeatureOverWebApiTests(SandboxSite site) : SandboxFeatureTests(site);
