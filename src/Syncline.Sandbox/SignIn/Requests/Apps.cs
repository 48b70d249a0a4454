using System.Security.Cryptography;
using System.Text;
using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.SignIn.Requests;

/// <summary>The apps that are registered in the directory.</summary>
internal sealed class Apps(SandboxDirectory directory)
{
    public SandboxApp? Find(string? id) =>
        !Guid.TryParse(id, out var parsed) ? null
        : parsed == directory.PublicClient.Id ? directory.PublicClient
        : parsed == directory.ConfidentialClient.Id ? directory.ConfidentialClient
        : null;

    public static bool HasSecret(SandboxApp app, string given) =>
        app.Secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(app.Secret), Encoding.UTF8.GetBytes(given));

    /// <summary>Object id of the app's service principal: not its client id, as in a real directory, but the same on every start.</summary>
    public static Guid ServicePrincipal(SandboxApp app) => new(SHA256.HashData(app.Id.ToByteArray()).AsSpan(0, 16));
}
