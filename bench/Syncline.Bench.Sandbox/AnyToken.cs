using Syncline.Sandbox;
using Syncline.Sandbox.SignIn;

namespace Syncline.Bench.Sandbox;

/// <summary>Takes every token, so that only the site is measured.</summary>
internal sealed class AnyToken(SandboxOptions options) : IAccessTokenReader
{
    public SandboxCaller? Read(string accessToken, out string? reason)
    {
        reason = null;
        return new SandboxCaller(options.Directory.Users[0].Id, options.Directory.PublicClient.Id, options.Directory.TenantId, false);
    }
}
