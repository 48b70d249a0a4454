using Syncline.Core.Connectors;

namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>
/// Which organisation a connection belongs to: kept with its sign-in from the first one on. Changed options of the connection forget it with the
/// tokens, for then the user has chosen another site. Safe for concurrent use.
/// </summary>
internal sealed class OrganizationPin(IProtectedState state, string site)
{
    /// <summary>Name in the protected state.</summary>
    public const string StateName = "organization";

    /// <summary>The organisation; null when the site was never signed in to.</summary>
    public async ValueTask<Organization?> ReadAsync(CancellationToken cancellationToken) => Of(await state.ReadAsync(StateName, cancellationToken));

    /// <summary>Keeps an organisation, whichever was kept before.</summary>
    public async ValueTask SetAsync(Organization organization, CancellationToken cancellationToken) =>
        await state.UpdateAsync(StateName, (_, _) => ValueTask.FromResult<string?>(organization.ToJson()), cancellationToken);

    /// <summary>Keeps an organisation unless another process was faster.</summary>
    /// <returns>The one that is kept.</returns>
    public async ValueTask<Organization> SetFirstAsync(Organization organization, CancellationToken cancellationToken) =>
        Of(await state.UpdateAsync(
            StateName, (text, _) => ValueTask.FromResult<string?>(Of(text) is null ? organization.ToJson() : text), cancellationToken)) ?? organization;

    private Organization? Of(string? text) =>
        text is not null && Organization.Parse(text) is { } organization && organization.Site == site ? organization : null;
}
