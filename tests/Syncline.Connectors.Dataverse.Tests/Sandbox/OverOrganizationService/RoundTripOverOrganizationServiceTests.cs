namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="RoundTripTests"/> over the Organization Service.</summary>
public sealed class RoundTripOverOrganizationServiceTests(OrganizationServiceSite site) : RoundTripTests(site);
