using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Syncline.Core.Connectors;
using Syncline.OAuth.Grants;

namespace Syncline.OAuth.Tokens;

/// <summary>What is kept between runs, and the text it is kept as (JSON, encrypted by the store).</summary>
/// <param name="Tokens">Latest tokens; null when only claims are kept.</param>
/// <param name="MadeWith">Which client and resource they were granted to (<see cref="ITokenGrant.Fingerprint"/>).</param>
/// <param name="Claims">Claims to bring with the next sign-in; null for none.</param>
internal sealed partial record StoredTokens(TokenSet? Tokens, string MadeWith, string? Claims)
{
    private const int Version = 1;

    /// <summary>A short text that stands for these parts and does not show them.</summary>
    public static string FingerprintOf(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))));

    /// <summary>The text as tokens; null when it is none that this version wrote.</summary>
    public static StoredTokens? Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, Format.Default.File) is not { Version: Version, MadeWith: { } madeWith } file)
            {
                return null;
            }

            var tokens = file.AccessToken is null ? null : new TokenSet
            {
                AccessToken = new Secret(file.AccessToken),
                RefreshToken = file.RefreshToken is null ? null : new Secret(file.RefreshToken),
                ReceivedAt = file.ReceivedAt,
                ExpiresAt = file.ExpiresAt,
                Scope = file.Scope,
                User = file.User,
            };
            return new StoredTokens(tokens, madeWith, file.Claims);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(
        new File(
            Version, MadeWith, Tokens?.AccessToken.Reveal(), Tokens?.RefreshToken?.Reveal(), Tokens?.ReceivedAt ?? default, Tokens?.ExpiresAt ?? default,
            Tokens?.Scope, Tokens?.User, Claims),
        Format.Default.File);

    internal sealed record File(
        int Version, string? MadeWith, string? AccessToken, string? RefreshToken, DateTimeOffset ReceivedAt, DateTimeOffset ExpiresAt,
        string? Scope, SignedInUser? User, string? Claims)
    {
        public override string ToString() => "(tokens)";
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(File))]
    private sealed partial class Format : JsonSerializerContext;
}
