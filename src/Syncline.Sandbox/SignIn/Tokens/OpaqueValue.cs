using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>Unguessable values for handles, cookies and one-time form fields.</summary>
internal static class OpaqueValue
{
    public static string New(int bytes = 32) => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(bytes));
}
