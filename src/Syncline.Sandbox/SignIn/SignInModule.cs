using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.Hosting;
using Syncline.Sandbox.SignIn.Admission;
using Syncline.Sandbox.SignIn.Authorize;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Device;
using Syncline.Sandbox.SignIn.Discovery;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Token;
using Syncline.Sandbox.SignIn.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn;

/// <summary>
/// The Entra ID sign-in service: OpenIddict's server in degraded mode (no store of its own), with handlers of ours that check and answer as
/// Entra does. See docs/decisions/0006-sandbox-sign-in.md.
/// </summary>
internal static class SignInModule
{
    /// <summary>Life of a code; Entra says "about ten minutes".</summary>
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromSeconds(3600);

    /// <summary>Life of a refresh token since its last use.</summary>
    private static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromDays(90);

    /// <param name="services">The host's services.</param>
    /// <param name="options">Directory and clock.</param>
    /// <param name="addresses">Where the sandbox answers.</param>
    /// <param name="key">Signs the tokens; whoever made it disposes of it.</param>
    public static IServiceCollection AddSignIn(
        this IServiceCollection services, SandboxOptions options, SandboxAddresses addresses, SigningKey key)
    {
        var tenants = new Tenants(options.Directory);
        services.AddSingleton(tenants)
            .AddSingleton(key)
            .AddSingleton<Apps>()
            .AddSingleton<People>()
            .AddSingleton<ScopeRules>()
            .AddSingleton<ClientAssertions>()
            .AddSingleton<GrantStore>()
            .AddSingleton<JsonWebTokens>()
            .AddSingleton<PendingSignIns>()
            .AddSingleton<Sessions>()
            .AddSingleton<DeviceSignIns>()
            .AddSingleton<StandingOrders>()
            .AddSingleton<SandboxControls>()
            .AddSingleton<SignInRules>()
            .AddSingleton<AccountList>()
            .AddSingleton<SiteAdmission>()
            .AddSingleton<ErrorAnswers>()
            .AddSingleton<IAccessTokenReader, AccessTokenReader>();

        // A sandbox forgets everything when it stops, and leaves nothing in the user's folders: no key ring either.
        services.AddDataProtection().AddKeyManagementOptions(keys =>
        {
            keys.XmlRepository = new ForgetfulKeyRepository();
            keys.XmlEncryptor = new NullXmlEncryptor();
        });
        services.AddAuthentication();
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode();
            server.SetIssuer(new Uri($"{addresses.Site}/{addresses.Tenant}/v2.0"));
            server.SetAuthorizationEndpointUris(Endpoints(tenants, "authorize"));
            server.SetTokenEndpointUris(Endpoints(tenants, "token"));
            server.SetDeviceAuthorizationEndpointUris(Endpoints(tenants, "devicecode"));
            // OpenIddict wants to know it; the host never lets it answer there (see IsSignIn), because the page is ours.
            server.SetEndUserVerificationEndpointUris(new Uri(DeviceEndpoints.ShortPage, UriKind.Relative));
            server.SetConfigurationEndpointUris(Array.Empty<Uri>());
            server.SetJsonWebKeySetEndpointUris(Array.Empty<Uri>());
            server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().AllowDeviceAuthorizationFlow();
            server.DisableScopeValidation().DisableAudienceValidation().DisableResourceValidation();
            server.SetAuthorizationCodeLifetime(CodeLifetime).SetAccessTokenLifetime(AccessTokenLifetime);
            server.SetDeviceCodeLifetime(DeviceSignIns.Lifetime).SetUserCodeLifetime(DeviceSignIns.Lifetime);
            server.SetRefreshTokenLifetime(RefreshTokenLifetime).SetIdentityTokenLifetime(AccessTokenLifetime);
            // OpenIddict insists on keys of its own. None is ever used: MakeToken makes every token.
            server.AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)));
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.Configure(configured =>
            {
                configured.TimeProvider = options.TimeProvider;
                configured.CodeChallengeMethods.Add(OpenIddictConstants.CodeChallengeMethods.Plain);
            });
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            AddHandlers(server);
        });
        return services;
    }

    public static void MapSignIn(this WebApplication app)
    {
        // OpenIddict answers from the authentication middleware. Left to itself the host would run that for each request; only
        // the sign-in addresses need it, and reading rows must not pay for it.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(IsSignIn, branch => branch.Use(PrepareAsync).UseAuthentication());
        app.Use(app.Services.GetRequiredService<SiteAdmission>().CheckAsync);
        var tenants = app.Services.GetRequiredService<Tenants>();
        foreach (var name in tenants.Names)
        {
            app.MapDiscovery(name);
            app.MapInteraction(name);
            app.MapAdminConsent(name);
        }

        app.MapInteraction(Tenants.AdFs);
        app.MapAdFsDiscovery();

        app.MapInstanceDiscovery();
        app.MapErrorPage();
        app.MapDevice();
        app.MapControl();
    }

    private static void AddHandlers(OpenIddictServerBuilder server)
    {
        // Ours look at a request after it was read and before OpenIddict judges it, and write every answer themselves.
        Add<ExtractAuthorizationRequestContext, ReadAuthorizationRequest>(server, int.MaxValue - 1);
        Add<ValidateAuthorizationRequestContext, CheckAuthorizationRequest>(server, int.MinValue);
        Add<HandleAuthorizationRequestContext, AskPerson>(server, int.MinValue);
        Add<ApplyAuthorizationResponseContext, AnswerAuthorizationRequest>(server, int.MinValue);
        Add<ExtractTokenRequestContext, ReadTokenRequest>(server, int.MaxValue - 1);
        Add<ValidateTokenRequestContext, CheckTokenRequest>(server, int.MinValue);

        // It looks for the client assertion, which ReadTokenRequest has set aside. CheckTokenRequest looks after the credentials.
        server.RemoveEventHandler(OpenIddictServerHandlers.Exchange.ValidateClientCredentialsParameters.Descriptor);
        Add<ExtractDeviceAuthorizationRequestContext, DeviceAuthorization>(server, int.MaxValue - 1);
        Add<ValidateDeviceAuthorizationRequestContext, DeviceAuthorization>(server, int.MinValue);
        Add<HandleDeviceAuthorizationRequestContext, DeviceAuthorization>(server, int.MinValue);
        server.AddEventHandler<ValidateEndUserVerificationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            context.Reject(OpenIddictConstants.Errors.AccessDenied);
            return ValueTask.CompletedTask;
        }));
        Add<ApplyDeviceAuthorizationResponseContext, DeviceAuthorization>(server, int.MinValue);
        Add<ValidateTokenContext, ReadGrant>(server, int.MinValue);
        Add<HandleTokenRequestContext, GiveTokens>(server, int.MinValue);
        Add<GenerateTokenContext, MakeToken>(server, int.MinValue);
        Add<ApplyTokenResponseContext, AnswerTokenRequest>(server, int.MinValue);
    }

    private static void Add<TContext, THandler>(OpenIddictServerBuilder server, int order)
        where TContext : BaseContext
        where THandler : class, IOpenIddictServerHandler<TContext> =>
        server.AddEventHandler<TContext>(handler => handler.UseSingletonHandler<THandler>().SetOrder(order));

    private static Uri[] Endpoints(Tenants tenants, string name)
    {
        var paths = tenants.Names.SelectMany(tenant => (string[])[$"{tenant}/oauth2/v2.0/{name}", $"{tenant}/oauth2/{name}"]);
        return [.. paths.Append($"{Tenants.AdFs}/oauth2/{name}").Select(path => new Uri(path, UriKind.Relative))];
    }

    private static bool IsSignIn(HttpContext context)
    {
        var segments = (context.Request.Path.Value ?? "").Split('/', 4);
        return segments.Length == 4 && segments[2] is "oauth2" or "v2.0" or "discovery"
            || segments.Length == 3 && segments[2] is "login" or "consent" or "mfa" or "return" or "adminconsent";
    }

    private static Task PrepareAsync(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        var request = SignInRequest.Of(context, services.GetRequiredService<TimeProvider>());
        var headers = context.Response.Headers;
        headers["x-ms-request-id"] = request.TraceId.ToString();
        headers["x-ms-ests-server"] = "2.1.0.0 - SANDBOX";
        headers["P3P"] = "CP=\"DSP CUR OTPi IND OTRi ONL FIN\"";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        if (services.GetRequiredService<Tenants>().Knows(request.Tenant))
        {
            return next(context);
        }

        var errors = services.GetRequiredService<ErrorAnswers>();
        var error = EntraErrors.TenantNotFound(request.Tenant);
        return (context.Request.Path.Value ?? "") switch
        {
            var path when path.EndsWith("/token", StringComparison.OrdinalIgnoreCase)
                || path.EndsWith("/devicecode", StringComparison.OrdinalIgnoreCase) => errors.WriteJsonAsync(context, error),
            var path when path.Contains("/oauth2/", StringComparison.OrdinalIgnoreCase) => errors.WritePageAsync(context, error),
            // Discovery alone calls it by another name.
            _ => errors.WriteJsonAsync(context, error with { Error = "invalid_tenant" }),
        };
    }
}
