namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="ImageTests"/> over the Web API.</summary>
public sealed class ImageOverWebApiTests(SandboxSite site) : ImageTests(site);
