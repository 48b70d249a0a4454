namespace Syncline.Conformance.Entra;

/// <summary>The sandbox's discovery documents against the recorded ones.</summary>
public sealed class OpenIdConfigurationTests(SandboxSite site)
{
    private string Authority => new Uri(site.Server.Addresses.TokenUrl).GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task The_openid_configuration_has_the_recorded_members()
    {
        var recorded = Recordings.Json("entra/openid-configuration-2021.json");
        var reply = await site.PublicAsync($"{Authority}/{site.Server.Options.Directory.TenantId}/v2.0/.well-known/openid-configuration");
        reply.Status.ShouldBe(200, reply.Text);
        reply.Json.EnumerateObject().Select(member => member.Name).ShouldBe(recorded.EnumerateObject().Select(member => member.Name), ignoreOrder: true);
        foreach (var member in recorded.EnumerateObject())
        {
            reply.Json.GetProperty(member.Name).ValueKind.ShouldBe(member.Value.ValueKind, member.Name);
        }
    }

    [Fact]
    public async Task The_instance_discovery_has_the_recorded_members()
    {
        var recorded = Recordings.Json("entra/instance-discovery-2021.json");
        var authorization = Uri.EscapeDataString(site.Server.Addresses.AuthorizationUrl);
        var reply = await site.PublicAsync($"{Authority}/common/discovery/instance?api-version=1.1&authorization_endpoint={authorization}");
        reply.Status.ShouldBe(200, reply.Text);
        WebApi.JsonShape.Differences(recorded, reply.Json).ShouldBeEmpty(reply.Text);
    }
}
