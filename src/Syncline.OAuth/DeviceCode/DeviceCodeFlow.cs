using System.Globalization;
using System.Text.Json;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.DeviceCode;

/// <summary>
/// Signs a person in on another device: a short code is shown here and typed there (RFC 8628). Safe for concurrent use.
/// </summary>
public sealed class DeviceCodeFlow
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly OAuthClient client;
    private readonly TokenEndpointClient endpoint;
    private readonly TimeProvider timeProvider;

    /// <summary>A flow for these settings.</summary>
    /// <param name="settings">The client; its grant must be device code.</param>
    /// <param name="httpHandler">Stack to call the server through; it must not follow redirects. Not disposed.</param>
    /// <param name="timeProvider">Clock of polling and expiry.</param>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public DeviceCodeFlow(OAuthClientSettings settings, HttpMessageHandler httpHandler, TimeProvider timeProvider)
        : this(OAuthClient.Of(settings), httpHandler, timeProvider)
    {
    }

    internal DeviceCodeFlow(OAuthClient client, HttpMessageHandler httpHandler, TimeProvider timeProvider)
    {
        this.client = client;
        this.timeProvider = timeProvider;
        endpoint = new TokenEndpointClient(client, httpHandler, timeProvider);
    }

    /// <summary>Shows the code and waits until the person has signed in with it, declined, or the code has run out.</summary>
    /// <exception cref="SignInException">Declined, run out, or refused.</exception>
    /// <exception cref="ConnectionException">The server could not be reached, or is none.</exception>
    public Task<TokenSet> SignInAsync(ISignInPrompt prompt, CancellationToken cancellationToken) => SignInAsync(prompt, claims: null, cancellationToken);

    internal async Task<TokenSet> SignInAsync(ISignInPrompt prompt, string? claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var asked = await AskAsync(claims, cancellationToken);
        var lasting = prompt.TimeAllowed < asked.ExpiresIn ? prompt.TimeAllowed.Value : asked.ExpiresIn;
        var end = timeProvider.GetUtcNow() + lasting;
        await prompt.ShowDeviceCodeAsync(asked.UserCode, asked.VerificationUri, lasting, cancellationToken);
        var interval = asked.Interval;
        while (true)
        {
            await Task.Delay(interval, timeProvider, cancellationToken);
            if (timeProvider.GetUtcNow() >= end)
            {
                throw EntraErrors.Describe(new ServerRefusal { Error = "expired_token" }, client);
            }

            var (tokens, refusal, wait) = await PollAsync(asked.DeviceCode, cancellationToken);
            if (tokens is not null)
            {
                return tokens;
            }

            if (refusal is not null)
            {
                throw EntraErrors.Describe(refusal, client);
            }

            interval = interval + wait < LongestInterval ? interval + wait : LongestInterval;
        }
    }

    /// <summary>Tokens, or a final refusal, or neither: then by how much longer to wait from now on.</summary>
    private async Task<(TokenSet? Tokens, ServerRefusal? Refusal, TimeSpan Longer)> PollAsync(string deviceCode, CancellationToken cancellationToken)
    {
        try
        {
            var (tokens, refusal) = await endpoint.PollDeviceCodeAsync(deviceCode, cancellationToken);
            return refusal switch
            {
                null => (tokens, null, default),
                { Error: "authorization_pending" } => (null, null, TimeSpan.Zero),
                { Error: "slow_down" } or { IsTransient: true } => (null, null, SlowDown),
                _ => (null, refusal, default),
            };
        }
        catch (ConnectionException exception) when (exception.Error.Recovery == Recovery.Retry)
        {
            // RFC 8628 section 3.5: a network failure is no answer, only a reason to ask less often.
            return (null, null, SlowDown);
        }
    }

    private async Task<DeviceAuthorization> AskAsync(string? claims, CancellationToken cancellationToken)
    {
        var reply = await endpoint.StartDeviceCodeAsync(claims, cancellationToken);
        var json = TokenAnswerReader.ObjectOf(reply, client.DeviceAuthorizationEndpoint!);
        if (ServerRefusal.Read(reply, json, [client.ClientSecret?.Reveal() ?? string.Empty]) is { } refusal)
        {
            throw EntraErrors.Describe(refusal, client);
        }

        // Version 1 endpoints call it verification_url.
        var address = TokenAnswerReader.Text(json, "verification_uri") ?? TokenAnswerReader.Text(json, "verification_url");
        if (TokenAnswerReader.Text(json, "device_code") is { Length: > 0 } deviceCode
            && TokenAnswerReader.Text(json, "user_code") is { Length: > 0 and <= 64 } userCode && !userCode.Any(char.IsControl)
            && Uri.TryCreate(address, UriKind.Absolute, out var verification) && (verification.Scheme == "https" || (verification.Scheme == "http" && verification.IsLoopback))
            && TokenAnswerReader.Seconds(json, "expires_in") is > 0 and var expires)
        {
            var interval = TokenAnswerReader.Seconds(json, "interval") is > 0 and <= 120 and var seconds ? TimeSpan.FromSeconds(seconds) : DefaultInterval;
            var lasting = expires > LongestWait.TotalSeconds ? LongestWait : TimeSpan.FromSeconds(expires);
            return new DeviceAuthorization(deviceCode, userCode, verification, lasting, interval);
        }

        throw new ConnectionException(new ErrorDetail
        {
            Id = OAuthErrorId.BadDeviceAnswer,
            Phase = ErrorPhase.Connection,
            Message = string.Create(CultureInfo.InvariantCulture,
                $"The answer of {client.DeviceAuthorizationEndpoint!.GetLeftPart(UriPartial.Path)} (status {(int)reply.Status}) is not a usable device code."),
            Advice = "Check the Token URL; the device code endpoint is expected beside it. Not every server offers this grant.",
            Option = OptionName.TokenUrl,
        });
    }

    private sealed record DeviceAuthorization(string DeviceCode, string UserCode, Uri VerificationUri, TimeSpan ExpiresIn, TimeSpan Interval)
    {
        public override string ToString() => $"device code for {VerificationUri}";
    }
}
