using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>Who stands on the account page: the people of the addressed tenant, and behind a fold those with whom something goes wrong.</summary>
internal sealed class AccountList(Tenants tenants)
{
    public IReadOnlyList<AccountTile> For(string tenantName)
    {
        if (tenants.Named(tenantName) == tenants.Other)
        {
            return [.. tenants.Other.Users.Select(user => new AccountTile(user, null))];
        }

        var note = Tenants.IsShared(tenantName) ? $"AADSTS500011: signs in to {tenants.Other.Name}, which does not know the site" : $"AADSTS50020: belongs to {tenants.Other.Name}";
        return
        [
            .. tenants.Home.Users.Select(user => new AccountTile(user, user.Trouble?.Describe())),
            .. tenants.Other.Users.Select(user => new AccountTile(user, note)),
        ];
    }
}
