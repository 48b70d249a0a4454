using System.Xml;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Sends messages of the Organization Service. The client below adds the token, only for this site, and repeats a request once with another token when the
/// site refuses one that should be good: a 401 comes before anything is carried out. Nothing else is ever sent twice.
/// </summary>
/// <param name="http">Client over a <see cref="BearerTokenHandler"/>.</param>
/// <param name="addresses">The site.</param>
/// <param name="tokens">What the handler takes its tokens from.</param>
internal sealed class OrganizationServiceClient(HttpClient http, SiteAddresses addresses, IAccessTokenSource tokens)
{
    private const int MaxAnswerBytes = 1024 * 1024 * 1024;

    public SiteAddresses Addresses => addresses;

    /// <summary>How long the sign-in lasts.</summary>
    public ValueTask<SignInSpan?> GetSignInSpanAsync(CancellationToken cancellationToken) => tokens.GetSpanAsync(cancellationToken);

    /// <summary>Sends; the answer is returned whatever its status, with its headers read and its body not.</summary>
    /// <param name="make">Makes the envelope; called when there is a token, so that what fails before was certainly not sent.</param>
    /// <param name="isSafe">Whether it only reads, so that it may be sent again when no answer comes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SignInException">There is no token.</exception>
    public async ValueTask<HttpResponseMessage> SendAsync(Func<SoapEnvelope> make, bool isSafe, CancellationToken cancellationToken)
    {
        await tokens.GetAccessTokenAsync(cancellationToken);
        using var request = make().ToRequest(addresses.OrganizationService);
        if (isSafe)
        {
            request.Options.Set(SafeRequest.Key, ReadWaitAsync);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Sends what only reads, and gives the answer's whole body.</summary>
    /// <param name="envelope">The request.</param>
    /// <param name="subject">What is asked for, as it stands in a sentence.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="likelyBytes">About how large the answer will be; 0 when it is not known.</param>
    /// <exception cref="FaultException">The service refused.</exception>
    /// <exception cref="ConnectionException">No answer came, or one that is none of the service.</exception>
    public async ValueTask<PageBuffer> FetchAsync(SoapEnvelope envelope, string subject, CancellationToken cancellationToken, int likelyBytes = 0)
    {
        try
        {
            using var response = await SendAsync(() => envelope, isSafe: true, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new FaultException(await FaultReader.ReadAsync(response, cancellationToken));
            }

            if (!SoapAnswer.IsSoap(response))
            {
                throw new ConnectionException(ConnectionErrors.NotDynamics(addresses, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            }

            return await PageBuffer.ReadAsync(response.Content, MaxAnswerBytes, cancellationToken, likelyBytes);
        }
        catch (InvalidDataException exception)
        {
            throw new ConnectionException(ConnectionErrors.AnswerBroken(addresses, subject), exception);
        }
        catch (Exception exception) when (HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            throw new ConnectionException(ConnectionErrors.Unanswered(exception, addresses, out _), exception);
        }
    }

    /// <summary>Sends a message that only reads, and reads its result; null when the service says that the thing is not there.</summary>
    /// <param name="message">The message.</param>
    /// <param name="subject">What is asked for, as it stands in a sentence.</param>
    /// <param name="read">Reads the result that the cursor stands on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<T?> FindAsync<T>(OrganizationMessage message, string subject, Func<XmlCursor, T> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var body = await FetchAsync(SoapEnvelope.Execute(message), subject, cancellationToken);
            var cursor = new XmlCursor(body.Segment);
            SoapAnswer.EnterResult(cursor);
            return read(cursor);
        }
        catch (FaultException exception)
        {
            return exception.Fault is { IsDataverse: true, Number: ServerErrorCodes.ObjectDoesNotExist or ServerErrorCodes.QueryBuilderNoEntity }
                ? null : throw ReadErrors.Refused(exception.Fault, addresses, subject);
        }
        catch (Exception exception) when (exception is XmlException or FormatException or OverflowException)
        {
            throw new ConnectionException(ConnectionErrors.AnswerBroken(addresses, subject), exception);
        }
    }

    /// <summary>Like <see cref="FindAsync"/>, where the thing must be there.</summary>
    public async ValueTask<T> AskAsync<T>(OrganizationMessage message, string subject, Func<XmlCursor, T> read, CancellationToken cancellationToken)
        where T : class =>
        await FindAsync(message, subject, read, cancellationToken) ?? throw new ConnectionException(ConnectionErrors.AnswerBroken(addresses, subject));

    /// <summary>The service tells a limit within an answer, where only it can be read.</summary>
    private static async ValueTask<TimeSpan?> ReadWaitAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!SoapAnswer.IsSoap(response))
        {
            return null;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(FaultReader.MaxBytes, cancellationToken);
            var fault = FaultReader.Find(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return fault is { IsThrottle: true } ? fault.RetryAfter ?? TimeSpan.Zero : null;
        }
        catch (Exception exception) when (exception is XmlException or FormatException)
        {
            return null; // whoever gets the answer says what is wrong with it
        }
    }
}
