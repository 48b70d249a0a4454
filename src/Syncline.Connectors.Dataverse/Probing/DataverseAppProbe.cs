using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>Looks at an app registration from the outside. Not safe for concurrent use.</summary>
/// <param name="reaching">The walk to the site and its sign-in server.</param>
/// <param name="services">What the surroundings lend.</param>
internal sealed class DataverseAppProbe(DataverseProbe reaching, ConnectorServices services)
{
    private const string NotInTenant = "700016";
    private const string Disabled = "7000112";

    // Another redirect than any registered one; none is registered at all.
    private static readonly string[] WrongRedirect = ["50011", "500113"];

    private AppAnswer? answer;

    /// <summary>What only a sign-in can show.</summary>
    public static IReadOnlyList<string> NotVisible(ConnectionSettings settings)
    {
        var method = settings.Get(DataverseOptions.AuthenticationMethod) ?? AuthenticationMethods.CustomOAuthApplication;
        if (!AuthenticationMethods.WithApp.Contains(method, StringComparer.Ordinal))
        {
            return ["whether the environment has a user for the identity, with a security role (docs/guide/register-an-application-user.md)"];
        }

        var isApp = settings.Get(DataverseOptions.GrantType) == GrantTypes.ClientCredentials;
        var hasSecret = settings.GetSecret(DataverseOptions.ClientSecret) is not null || method == AuthenticationMethods.Certificate;
        return
        [
            isApp || hasSecret
                ? "whether the client secret or certificate is right and has not expired"
                : "whether the app is public, as it must be without a client secret (Authentication › Allow public client flows, or the platform Mobile and desktop applications)",
            isApp
                ? "whether the environment has an application user for the app, with a security role (docs/guide/register-an-application-user.md)"
                : "whether somebody has consented to the permission Dynamics CRM › user_impersonation, and whether your organisation wants an administrator to",
        ];
    }

    /// <summary>Looks at one stage.</summary>
    public async ValueTask<ProbeFinding> LookAsync(ProbeStage stage, CancellationToken cancellationToken)
    {
        if (stage != AppStages.App && stage != AppStages.Redirect)
        {
            return await reaching.LookAsync(stage, cancellationToken);
        }

        if (reaching.Settings!.SignIn.OAuth is not { } oauth)
        {
            return ProbeFinding.Ok("This authentication method uses no app of yours.");
        }

        if (answer is null)
        {
            if (AuthorizationUrl(oauth) is not { } authorizationUrl)
            {
                return ProbeFinding.Warning(AppErrors.NotTold());
            }

            answer = await AppAnswer.AskAsync(oauth, authorizationUrl, services.HttpHandler, cancellationToken);
        }

        return stage == AppStages.App ? App(oauth, answer) : Redirect(oauth, answer);
    }

    private static ProbeFinding App(OAuthClientSettings oauth, AppAnswer answer) => answer switch
    {
        { SentBack: true } => ProbeFinding.Ok($"The app {oauth.ClientId} is known in the tenant."),
        { Number: NotInTenant } => ProbeFinding.Failed(AppErrors.NotFound(oauth, answer)),
        { Number: { } number } when WrongRedirect.Contains(number) => ProbeFinding.Ok($"The app {oauth.ClientId} is known in the tenant."),
        { Number: { } number } => number == Disabled ? ProbeFinding.Failed(AppErrors.Refused(oauth, answer)) : ProbeFinding.Warning(AppErrors.Refused(oauth, answer)),
        _ => ProbeFinding.Warning(AppErrors.NotTold()),
    };

    private static ProbeFinding Redirect(OAuthClientSettings oauth, AppAnswer answer) => answer switch
    {
        { SentBack: true } => ProbeFinding.Ok($"{oauth.RedirectUrl} is registered."),
        { Number: { } number } when WrongRedirect.Contains(number) => ProbeFinding.Failed(AppErrors.RedirectNotRegistered(oauth, answer)),
        _ => ProbeFinding.Warning(AppErrors.NotTold()),
    };

    // An app that signs in as itself has no authorization endpoint of its own to name; Entra's stands beside the token endpoint.
    private static Uri? AuthorizationUrl(OAuthClientSettings oauth) =>
        oauth.AuthorizationUrl is { } given ? new Uri(given)
        : oauth.TokenUrl is { } token && token.EndsWith("/token", StringComparison.OrdinalIgnoreCase) ? new Uri(token[..^"token".Length] + "authorize")
        : null;
}
