namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="WriteModelTests"/> over the Web API.</summary>
public sealed class WriteModelOverWebApiTests(SandboxSite site) : WriteModelTests(site);
