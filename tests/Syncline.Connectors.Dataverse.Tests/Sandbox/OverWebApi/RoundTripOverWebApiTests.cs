namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="RoundTripTests"/> over the Web API.</summary>
public sealed class RoundTripOverWebApiTests(SandboxSite site) : RoundTripTests(site);
