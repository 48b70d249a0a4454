using Syncline.Core.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;

namespace Syncline.OAuth.Errors;

/// <summary>Turns a refusal of the authorization server into what happened, why, and what to click. The server's code and text are kept.</summary>
internal static class EntraErrors
{
    /// <summary>
    /// The exception for a refusal: a <see cref="ConnectionException"/> to retry when the server is merely unavailable,
    /// else a <see cref="SignInException"/>; a claims challenge is attached (<see cref="Tokens.ClaimsChallenge"/>).
    /// </summary>
    public static SynclineException Describe(ServerRefusal refusal, OAuthClient client)
    {
        var words = (refusal.EntraCode is null ? null : EntraErrorTable.Find(refusal.EntraCode)) ?? ServerErrors.Find(refusal);
        var detail = new ErrorDetail
        {
            Id = words.Id,
            Phase = refusal.IsTransient ? ErrorPhase.Connection : ErrorPhase.SignIn,
            Message = Fill(words.Message, refusal, client),
            Advice = Fill(words.Advice, refusal, client),
            Option = words.Option,
            Recovery = refusal.IsTransient ? Recovery.Retry : words.Recovery,
            RetryAfter = refusal.RetryAfter,
            ServerCode = refusal.EntraCode is null ? refusal.Error : $"AADSTS{refusal.EntraCode}",
            ServerText = refusal.Text,
            RequestId = refusal.RequestId,
        };
        var exception = SynclineException.Of(detail);
        if (refusal.Claims is not null && exception is SignInException signIn)
        {
            Tokens.ClaimsChallenge.Attach(signIn, refusal.Claims);
        }

        return exception;
    }

    private static string Fill(string text, ServerRefusal refusal, OAuthClient client) => text
        .Replace("{name}", client.ConnectionName, StringComparison.Ordinal)
        .Replace("{app}", client.ClientId, StringComparison.Ordinal)
        .Replace("{redirect}", client.Redirect?.Registered ?? "http://localhost", StringComparison.Ordinal)
        .Replace("{tenant}", EntraAddress.Tenant(client.AuthorizationEndpoint ?? client.TokenEndpoint) ?? "your tenant", StringComparison.Ordinal)
        .Replace("{consent}", EntraAddress.AdminConsent(client), StringComparison.Ordinal)
        .Replace("{scope}", client.Scope ?? client.Resource ?? "(none)", StringComparison.Ordinal)
        .Replace("{authorize}", client.AuthorizationEndpoint?.GetLeftPart(UriPartial.Path) ?? "(none)", StringComparison.Ordinal)
        .Replace("{token}", client.TokenEndpoint.GetLeftPart(UriPartial.Path), StringComparison.Ordinal)
        .Replace("{error}", refusal.Error, StringComparison.Ordinal)
        .Replace("{text}", FirstSentence(refusal.Text), StringComparison.Ordinal);

    private static string FirstSentence(string? text)
    {
        if (text is null)
        {
            return "it gave no reason";
        }

        var line = text.Split('\n')[0].Trim();
        return line.Length > 300 ? line[..300] + "…" : line.TrimEnd('.');
    }
}
