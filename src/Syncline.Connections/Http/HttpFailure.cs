using System.Net.Sockets;
using System.Security.Authentication;
using Syncline.Core.Errors;

namespace Syncline.Connections.Http;

/// <summary>What a failed exchange means. Each id has a section in <c>docs/reference/errors/connections.md</c>.</summary>
internal static class HttpFailure
{
    public const string UnknownHostId = "CN1201";
    public const string RefusedId = "CN1202";
    public const string ConnectTimeoutId = "CN1203";
    public const string CertificateId = "CN1204";
    public const string TlsId = "CN1205";
    public const string AnswerLostId = "CN1206";
    public const string AnswerTimeoutId = "CN1207";
    public const string ProxyId = "CN1208";
    public const string OtherId = "CN1209";

    /// <summary>Whether sending the same safe request again may well succeed.</summary>
    public static bool IsPassing(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => true,
        HttpRequestError.ResponseEnded => true,
        HttpRequestError.HttpProtocolError => true,
        HttpRequestError.InvalidResponse => false,
        HttpRequestError.SecureConnectionError => exception.InnerException is IOException,

        // No such name is for good; a name server that does not answer is not.
        HttpRequestError.NameResolutionError => exception.InnerException is SocketException { SocketErrorCode: SocketError.TryAgain },
        HttpRequestError.Unknown => exception.InnerException is IOException or SocketException,
        _ => false,
    };

    public static ConnectionException ToException(Uri address, Exception exception) => new(Describe(address, exception), exception);

    private static ErrorDetail Describe(Uri address, Exception exception)
    {
        var host = address.IsDefaultPort ? address.Host : $"{address.Host}:{address.Port}";
        return exception switch
        {
            TimeoutException => Error(
                AnswerTimeoutId,
                $"{host} did not answer in time: {exception.Message}",
                "The server may be overloaded or the request too heavy. Try again, or ask for less at once.",
                Recovery.Reconnect),
            OperationCanceledException => Error(
                ConnectTimeoutId,
                $"{host} could not be reached: no connection within the time allowed.",
                "Check the address, the network, a VPN, and whether a firewall or proxy stands between.",
                Recovery.Retry),
            HttpRequestException request => DescribeRequest(host, address, request),
            _ => Error(OtherId, $"The exchange with {host} failed: {exception.Message}", null, Recovery.Reconnect),
        };
    }

    private static ErrorDetail DescribeRequest(string host, Uri address, HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Error(
            UnknownHostId, $"There is no host named {address.Host}.", "Check the spelling of the address, and that this machine is online.", Recovery.Retry),
        HttpRequestError.ConnectionError => Error(
            RefusedId,
            exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? $"{host} refused the connection."
                : $"{host} could not be reached.",
            "Check host and port of the address, the network, and whether the server is running.",
            Recovery.Retry),
        HttpRequestError.SecureConnectionError when exception.InnerException is AuthenticationException tls && IsCertificate(tls) => Error(
            CertificateId,
            $"The certificate of {host} is not trusted: {CertificateProblem(tls)}.",
            "Check the address. If the certificate comes from your company's own authority, set the option extra-root-certificate to its PEM file.",
            Recovery.Stop),
        HttpRequestError.SecureConnectionError => Error(
            TlsId,
            $"No secure connection to {host} could be made.",
            "Check that the address begins with the right one of http:// and https://, and that no proxy interferes.",
            Recovery.Retry),
        HttpRequestError.ProxyTunnelError => Error(
            ProxyId,
            $"The proxy did not let the connection to {host} through.",
            "Check the proxy settings of this machine (HTTPS_PROXY, NO_PROXY).",
            Recovery.Retry),
        _ => Error(
            AnswerLostId,
            $"The connection to {host} broke before its answer was complete.",
            "Try again. If it happens often, check the network, a VPN and proxies.",
            Recovery.Reconnect),
    };

    private static bool IsCertificate(AuthenticationException exception) =>
        exception.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase);

    // .NET names the reason only inside the message.
    private static string CertificateProblem(AuthenticationException exception)
    {
        bool Says(string word) => exception.Message.Contains(word, StringComparison.Ordinal);
        return Says("RemoteCertificateNameMismatch") ? "it is for another host name"
            : Says("NotTimeValid") ? "it has expired or is not valid yet (check the clock of this machine, too)"
            : Says("Revoked") ? "it was revoked"
            : Says("UntrustedRoot") || Says("PartialChain") ? "its authority is not known to this machine"
            : "it did not pass the check";
    }

    private static ErrorDetail Error(string id, string message, string? advice, Recovery recovery) =>
        new() { Id = id, Phase = ErrorPhase.Connection, Message = message, Advice = advice, Recovery = recovery };
}
