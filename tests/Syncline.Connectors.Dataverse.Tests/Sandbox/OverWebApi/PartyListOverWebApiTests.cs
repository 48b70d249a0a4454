namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="PartyListTests"/> over the Web API.</summary>
public sealed class PartyListOverWebApiTests(SandboxSite site) : PartyListTests(site);
