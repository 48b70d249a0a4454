namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="ChangeTrackingTests"/> over the Web API.</summary>
public sealed class ChangeTrackingOverWebApiTests(SandboxSite site) : ChangeTrackingTests(site), IClassFixture<SandboxSite>;
