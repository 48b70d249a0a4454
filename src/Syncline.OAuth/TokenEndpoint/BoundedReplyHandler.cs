using System.Globalization;
using System.Net.Http.Headers;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.TokenEndpoint;

/// <summary>
/// Reads answers of the authorization server whole, within a size and a time, and says in words what went wrong on the way.
/// A redirect is refused: it would carry codes and secrets to an address that the user did not give (RFC 9700 section 4.12).
/// </summary>
internal sealed class BoundedReplyHandler(HttpMessageHandler inner, TimeProvider timeProvider) : DelegatingHandler(inner)
{
    /// <summary>Most bytes of an answer: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Longest that an answer may take, from the first byte sent to the last received.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        using var time = new CancellationTokenSource(MaxTime, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            var response = await base.SendAsync(request, limit.Token);
            if ((int)response.StatusCode is >= 300 and < 400 || response.RequestMessage?.RequestUri is { } answering && answering != asked)
            {
                response.Dispose();
                throw Failure(OAuthErrorId.Redirects, Recovery.Stop, $"The sign-in server at {asked.Authority} sends this address elsewhere: {asked.AbsolutePath}.",
                    "Give the Token URL that the server really uses, as its documentation or the Azure portal (Overview › Endpoints) shows it.", null);
            }

            var whole = new ByteArrayContent(await ReadAsync(response.Content, asked, limit.Token));
            Copy(response.Content.Headers, whole.Headers);
            response.Content.Dispose();
            response.Content = whole;
            return response;
        }
        catch (OperationCanceledException exception) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failure(OAuthErrorId.TooSlow, Recovery.Retry,
                string.Create(CultureInfo.InvariantCulture, $"The sign-in server at {asked.Authority} did not answer within {MaxTime.TotalSeconds:0} seconds."),
                "Check the network and try again.", exception);
        }
        catch (ConnectionException exception) when (exception.Error.Recovery == Recovery.Reconnect)
        {
            // A stack that already knows words for it: whatever became of the request, asking for a token again does no harm.
            throw new ConnectionException(exception.Error with { Recovery = Recovery.Retry }, exception);
        }
        catch (HttpRequestException exception)
        {
            throw Describe(exception, asked);
        }
        catch (IOException exception)
        {
            throw Unreachable(exception, asked, "the connection broke off");
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, Uri asked, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > MaxBytes)
            {
                throw Failure(OAuthErrorId.TooLarge, Recovery.Stop,
                    $"The answer of {asked.Authority} is longer than 1 MiB, which no token endpoint's is; it was not read further.",
                    "Check the Token URL.", null);
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static void Copy(HttpContentHeaders from, HttpContentHeaders to)
    {
        if (from.ContentType is { } type)
        {
            // An unknown charset would make later readers of the text throw.
            to.ContentType = new MediaTypeHeaderValue(type.MediaType ?? "application/octet-stream");
        }
    }

    private static ConnectionException Describe(HttpRequestException exception, Uri asked) => exception.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => Failure(OAuthErrorId.NotTrusted, Recovery.Stop,
            $"The certificate of the sign-in server {asked.Authority} is not trusted by this machine, so nothing was sent to it.",
            "Check the address; on a company network, ask for the company's root certificate to be installed. Syncline never skips this check.", exception),
        HttpRequestError.NameResolutionError => Unreachable(exception, asked, "its name is not known"),
        HttpRequestError.ConnectionError => Unreachable(exception, asked, "no connection could be made"),
        _ => Unreachable(exception, asked, "the connection broke off"),
    };

    private static ConnectionException Unreachable(Exception exception, Uri asked, string why) => Failure(OAuthErrorId.Unreachable, Recovery.Retry,
        $"The sign-in server {asked.Authority} could not be reached: {why}.", "Check the Token URL, the network and the proxy, then try again.", exception);

    private static ConnectionException Failure(string id, Recovery recovery, string message, string advice, Exception? inner) => new(
        new ErrorDetail
        {
            Id = id,
            Phase = ErrorPhase.Connection,
            Message = message,
            Advice = advice,
            Recovery = recovery,
            Option = recovery == Recovery.Stop ? OptionName.TokenUrl : null,
        },
        inner);
}
