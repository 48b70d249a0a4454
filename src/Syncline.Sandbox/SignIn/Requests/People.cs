using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.SignIn.Requests;

/// <summary>Everybody who has an account, in whichever tenant.</summary>
internal sealed class People(Tenants tenants)
{
    public IReadOnlyList<SandboxUser> All { get; } = [.. tenants.Home.Users, .. tenants.Other.Users];

    public SandboxUser? Find(string? userName) => All.FirstOrDefault(user => user.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase));

    public SandboxUser? FindByObjectId(string objectId) =>
        All.FirstOrDefault(user => user.ObjectId.ToString().Equals(objectId, StringComparison.OrdinalIgnoreCase));
}
