namespace Syncline.Sandbox.SignIn.Errors;

/// <summary>One refusal of the sign-in service, before it is given its trace id and time.</summary>
/// <param name="Code">Number behind <c>AADSTS</c>.</param>
/// <param name="Error">OAuth error code (RFC 6749 sections 4.1.2.1 and 5.2) or one of Entra's own.</param>
/// <param name="Text">The sentence behind <c>AADSTSn: </c>.</param>
internal sealed record EntraError(int Code, string Error, string Text)
{
    /// <summary><c>error_subcode</c> of an authorization answer, e.g. <c>cancel</c>.</summary>
    public string? SubCode { get; init; }

    /// <summary><c>suberror</c> of a token answer, e.g. <c>basic_action</c>.</summary>
    public string? SubError { get; init; }

    /// <summary><c>claims</c> of a token answer that wants the person asked again.</summary>
    public string? Claims { get; init; }

    /// <summary>HTTP status of a token answer.</summary>
    public int Status => Error == "invalid_client" ? 401 : 400;

    public string Describe(SignInRequest request) =>
        $"AADSTS{Code}: {Text}\r\nTrace ID: {request.TraceId}\r\nCorrelation ID: {request.CorrelationId}\r\nTimestamp: {request.Timestamp}";
}
