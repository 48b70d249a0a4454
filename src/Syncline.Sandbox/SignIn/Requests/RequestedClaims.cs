using System.Text.Json;

namespace Syncline.Sandbox.SignIn.Requests;

/// <summary>
/// A <c>claims</c> parameter (OpenID Connect Core section 5.5), as far as Entra makes something of it
/// (learn.microsoft.com/entra/identity-platform/claims-challenge).
/// </summary>
/// <param name="WantsStepUp">Whether a token is asked for that a Conditional Access policy or an authentication context is satisfied with.</param>
internal sealed record RequestedClaims(bool WantsStepUp)
{
    /// <summary>The authentication context that the sandbox demands and gives.</summary>
    public const string Context = "c1";

    /// <summary>The demand in the form in which a refusal and a challenge carry it.</summary>
    public const string StepUp = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

    /// <summary>Reads the parameter; false when it is not what it should be.</summary>
    public static bool TryParse(string? claims, out RequestedClaims requested)
    {
        requested = new RequestedClaims(WantsStepUp: false);
        if (string.IsNullOrEmpty(claims))
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(claims);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var wants = document.RootElement.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.Object
                && (token.TryGetProperty("acrs", out _) || token.TryGetProperty("capolids", out _));
            requested = new RequestedClaims(wants);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
