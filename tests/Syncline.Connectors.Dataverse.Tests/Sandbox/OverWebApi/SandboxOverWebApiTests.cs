namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="SandboxTests"/> over the Web API.</summary>
public sealed class SandboxOverWebApiTests(SandboxSite site) : SandboxTests(site);
