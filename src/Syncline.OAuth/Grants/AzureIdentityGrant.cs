using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.AzureIdentity;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Grants;

/// <summary>
/// Tokens of Azure's own identities: the one place that knows Azure.Identity, whose parts are loaded only when such a connection is opened.
/// It sends through a stack of its own: a managed identity's address is on this machine or beside it, and must never go through a proxy.
/// </summary>
internal sealed class AzureIdentityGrant(AzureIdentitySettings settings, TimeProvider timeProvider) : ITokenGrant
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    private static readonly Lazy<HttpPipelineTransport> Direct = new(() => new HttpClientTransport(
        new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) })));

    private readonly Lazy<TokenCredential> credential = new(() => settings.Kind switch
    {
        AzureIdentityKind.ManagedIdentity => new ManagedIdentityCredential(
            new ManagedIdentityCredentialOptions(
                settings.ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(settings.ClientId))
            {
                Transport = Direct.Value,
                Retry = { MaxRetries = 1 },
            }),
        _ => new AzureCliCredential(new AzureCliCredentialOptions { TenantId = settings.Tenant, ProcessTimeout = MaxTime }),
    });

    public string ConnectionName => settings.ConnectionName;

    public string Fingerprint { get; } = StoredTokens.FingerprintOf(
        settings.Kind.ToString(), settings.Scope, settings.ClientId ?? string.Empty, settings.Tenant ?? string.Empty);

    public bool NeedsPerson => false;

    public bool SpendsRefreshTokens => false;

    public Task<TokenSet> SignInAsync(ISignInPrompt prompt, string? claims, string? loginHint, CancellationToken cancellationToken) =>
        RenewAsync(latest: null, claims, cancellationToken);

    public async Task<TokenSet> RenewAsync(TokenSet? latest, string? claims, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(MaxTime, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            var token = await credential.Value.GetTokenAsync(new TokenRequestContext([settings.Scope], claims: claims, tenantId: settings.Tenant), limit.Token);
            return new TokenSet { AccessToken = new Secret(token.Token), ReceivedAt = timeProvider.GetUtcNow(), ExpiresAt = token.ExpiresOn };
        }
        catch (AuthenticationFailedException exception)
        {
            throw new SignInException(Describe(exception), exception);
        }
        catch (OperationCanceledException exception) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SignInException(Failed(string.Create(CultureInfo.InvariantCulture, $"no answer came within {MaxTime.TotalSeconds:0} seconds")), exception);
        }
    }

    public ErrorDetail NotSignedIn() => Failed("nobody has signed in");

    private ErrorDetail Describe(AuthenticationFailedException exception)
    {
        var text = ForeignText.Clean(exception.Message, []);

        // Elsewhere than on Azure something else can answer at the identity's address, a gateway for example.
        var isUnavailable = exception is CredentialUnavailableException || text?.Contains("could not be parsed", StringComparison.Ordinal) == true;
        return (settings.Kind, isUnavailable) switch
        {
            (AzureIdentityKind.ManagedIdentity, true) => Error(OAuthErrorId.NoManagedIdentity,
                $"There is no managed identity where Syncline runs{(settings.ClientId is null ? string.Empty : $", or not the one with the client id {settings.ClientId}")}.",
                "Managed identities exist on Azure only (virtual machines, containers, functions, Arc): switch one on there under Identity, and add it to the site as an "
                + "application user. Elsewhere use another Authentication Method.", text),
            (AzureIdentityKind.AzureCli, true) when text?.Contains("not installed", StringComparison.OrdinalIgnoreCase) == true => Error(OAuthErrorId.AzureCliMissing,
                "The Azure CLI (az) was not found on this machine.", "Install it, or see that az is on the PATH; then: az login", text),
            (AzureIdentityKind.AzureCli, true) => Error(OAuthErrorId.AzureCliSignedOut,
                "Nobody is signed in to the Azure CLI.", $"Run: az login{(settings.Tenant is null ? " --allow-no-subscriptions" : $" --allow-no-subscriptions --tenant {settings.Tenant}")}", text),
            _ => Failed("the answer was an error") with { ServerText = text },
        };
    }

    private ErrorDetail Failed(string why) => Error(OAuthErrorId.AzureIdentityFailed,
        settings.Kind == AzureIdentityKind.ManagedIdentity
            ? $"The managed identity of this machine gave no token for {settings.Scope}: {why}."
            : $"The Azure CLI gave no token for {settings.Scope}: {why}.",
        settings.Kind == AzureIdentityKind.ManagedIdentity
            ? "Check that the identity exists and that the site is in the same tenant."
            : $"Its words say why. Try it yourself: az account get-access-token --scope {settings.Scope}", null);

    private ErrorDetail Error(string id, string message, string advice, string? text) => new()
    {
        Id = id,
        Phase = ErrorPhase.SignIn,
        Message = $"Connection {ConnectionName} can't sign in. {message}",
        Advice = advice,
        Recovery = Recovery.SignInAgain,
        ServerText = text,
    };
}
