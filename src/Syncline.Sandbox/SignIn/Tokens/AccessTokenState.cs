namespace Syncline.Sandbox.SignIn.Tokens;

internal enum AccessTokenState
{
    Unknown,
    Valid,
    Expired,
    Revoked,
}
