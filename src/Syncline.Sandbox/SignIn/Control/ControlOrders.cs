using System.Text.Json;
using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.SignIn.Control;

/// <summary>
/// What can be ordered of the sign-in service. USER is a sign-in name or <c>"*"</c> for everybody, APP a client id, CODE the number behind AADSTS.
/// </summary>
internal static class ControlOrders
{
    private static readonly Dictionary<string, Trouble> SiteTroubles = new(StringComparer.Ordinal)
    {
        ["not-a-member"] = Trouble.NotAMember,
        ["no-roles"] = Trouble.NoRoles,
        ["disabled"] = Trouble.DisabledOnSite,
    };

    public static IReadOnlyList<ControlOrder> All { get; } =
    [
        Switch("clearOrders", controls => controls.Standing.Clear()),
        Switch("expireAccessTokens", controls => controls.ExpireAccessTokens()),
        User("revokeRefreshTokens", (controls, user) => controls.RevokeRefreshTokens(user)),
        User("revokeEverything", (controls, user) => controls.RevokeEverything(user)),
        Switch("forgetPeople", controls => controls.ForgetPeople()),
        Code("failNextSignIn", (controls, code) => controls.FailNextSignIn(code)),
        Code("failNextTokenRequest", (controls, code) => controls.FailNextTokenRequest(code)),
        Each("refuse", "an object of USER or APP to CODE; 0 takes it back", IsNumber, (controls, who, code) => controls.Standing.Refuse(who, code.GetInt32())),
        Each(
            "refuseOnSite",
            $"an object of USER or APP to one of {string.Join(", ", SiteTroubles.Keys)}; null takes it back",
            value => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && SiteTroubles.ContainsKey(value.GetString()!)),
            (controls, who, trouble) => controls.Standing.RefuseOnSite(who, trouble.GetString() is { } name ? SiteTroubles[name] : null)),
        Each("demandClaims", "an object of USER to true or false", IsTruth, (controls, user, on) => controls.Standing.DemandClaims(user, on.GetBoolean())),
        Each("challengeOnSite", "an object of USER to true or false", IsTruth, (controls, user, on) => controls.Standing.ChallengeOnSite(user, on.GetBoolean())),
    ];

    private static ControlOrder Switch(string name, Action<SandboxControls> carry) => new(name, "true or false", IsTruth, (value, controls) =>
    {
        if (value.GetBoolean())
        {
            carry(controls);
        }
    });

    private static ControlOrder User(string name, Action<SandboxControls, string?> carry) => new(
        name,
        "USER, a text",
        value => value.ValueKind == JsonValueKind.String,
        (value, controls) => carry(controls, value.GetString() is { } user && user != StandingOrders.Everybody ? user : null));

    private static ControlOrder Code(string name, Action<SandboxControls, int> carry) =>
        new(name, "CODE, a number", IsNumber, (value, controls) => carry(controls, value.GetInt32()));

    private static ControlOrder Each(string name, string takes, Func<JsonElement, bool> fits, Action<SandboxControls, string, JsonElement> carry) => new(
        name,
        takes,
        value => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(member => fits(member.Value)),
        (value, controls) =>
        {
            foreach (var member in value.EnumerateObject())
            {
                carry(controls, member.Name, member.Value);
            }
        });

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);

    private static bool IsTruth(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;
}
