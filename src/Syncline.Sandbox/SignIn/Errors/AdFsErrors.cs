namespace Syncline.Sandbox.SignIn.Errors;

/// <summary>
/// Says in the words of AD FS what is an AADSTS number at Entra. AD FS gives RFC 6749's error and a text that begins with an MSIS number; it has no
/// error codes, trace ids or error URIs. The texts are those that public issue threads quote; a number without a line here becomes MSIS9604.
/// </summary>
internal static class AdFsErrors
{
    public static (string Error, string Description) Of(EntraError error) => error.Code switch
    {
        700016 => ("invalid_client", "MSIS9607: The 'client_id' parameter in the request is invalid. No registered client is found with this identifier."),
        50011 => ("invalid_request", "MSIS9224: Received invalid OAuth authorization request. The received 'redirect_uri' parameter is not a valid registered redirect URI for the client identifier."),
        7000215 or 7000216 or 7000218 or 7000222 or 700025 or 700021 or 700023 or 700024 or 700027 or 50027 =>
            ("invalid_client", "MSIS9622: Client authentication failed. Please verify the credential provided for client authentication is valid."),
        500011 => ("invalid_resource", "MSIS9602: The received 'resource' parameter is invalid. The authorization server can not find a registered resource with the specified identifier."),
        70003 => ("unsupported_grant_type", "MSIS9611: The authorization server does not support the requested 'grant_type'."),
        70000 or 70008 or 54005 or 9002313 or 50173 or 700082 =>
            ("invalid_grant", "MSIS9612: The authorization code or refresh token received in the request is invalid or has expired."),
        70016 => (error.Error, "MSIS9681: The authorization is pending. Continue polling."),
        501481 or 50148 => ("invalid_grant", "MSIS9648: The 'code_verifier' does not match the 'code_challenge' of the authorization request."),
        900144 => ("invalid_request", $"MSIS9609: {error.Text}"),
        _ => (error.Error, $"MSIS9604: An error occurred. The authorization server was not able to fulfill the request. {error.Text}"),
    };
}
