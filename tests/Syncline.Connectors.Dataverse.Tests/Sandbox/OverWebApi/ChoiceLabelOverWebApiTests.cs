namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverWebApi;

/// <summary><see cref="ChoiceLabelTests"/> over the Web API.</summary>
public sealed class ChoiceLabelOverWebApiTests(SandboxSite site) : ChoiceLabelTests(site);
