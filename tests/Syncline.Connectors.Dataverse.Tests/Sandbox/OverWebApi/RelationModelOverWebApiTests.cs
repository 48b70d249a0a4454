namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="RelationModelTests"/> over the Web API.</summary>
public sealed class RelationModelOverWebApiTests(SandboxSite site) : RelationModelTests(site);
