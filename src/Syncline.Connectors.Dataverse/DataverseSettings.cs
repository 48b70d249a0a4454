using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Discovery;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.Dataverse;

/// <summary>The checked settings of one connection.</summary>
/// <param name="Addresses">The site.</param>
/// <param name="OAuth">How tokens for it are had.</param>
/// <param name="Writes">What is asked of the server with every write.</param>
internal sealed record DataverseSettings(SiteAddresses Addresses, OAuthClientSettings OAuth, WriteSettings Writes)
{
    /// <summary>Checks the settings of a saved connection, all of them at once.</summary>
    /// <exception cref="ConfigurationException">Options are missing or wrong: the first, with the others attached.</exception>
    public static DataverseSettings From(ConnectionSettings settings)
    {
        var mistakes = new List<ErrorDetail>();
        if (!SiteAddresses.TryParse(settings.Get(DataverseOptions.Url), out var addresses, out var wrongAddress))
        {
            mistakes.Add(wrongAddress);
        }

        mistakes.AddRange(DataverseOptions.All.Where(option => option.Choices.Count > 0).Select(option => NotOneOf(settings, option)).OfType<ErrorDetail>());
        if (mistakes.Exists(mistake => mistake.Option == DataverseOptions.GrantType.Name))
        {
            throw Together(mistakes);
        }

        var writes = DataverseWriteOptions.Read(settings, mistakes);
        var tenant = settings.Get(DataverseOptions.Tenant);
        if (tenant is not null && SignInEndpoints.Of(tenant, siteHost: null) is null)
        {
            mistakes.Add(AddressErrors.NotATenant(tenant));
        }

        var derived = DerivedSettings.From(settings);
        var oauth = new OAuthClientSettings
        {
            ConnectionName = settings.Name,
            SystemName = addresses?.Site.Authority,
            GrantType = GrantTypes.Parse(settings.Get(DataverseOptions.GrantType)!),
            ClientId = settings.Get(DataverseOptions.ClientId),
            ClientSecret = settings.GetSecret(DataverseOptions.ClientSecret),
            AuthorizationUrl = derived.AuthorizationUrl,
            TokenUrl = derived.TokenUrl,
            RedirectUrl = settings.Get(DataverseOptions.RedirectUrl)!,
            Scope = derived.Scope,
            Resource = derived.Resource,
        };
        try
        {
            oauth.Validate();
        }
        catch (ConfigurationException exception)
        {
            IEnumerable<ErrorDetail> others = [exception.Error with { Others = [] }, .. exception.Error.Others];
            mistakes.AddRange(others.Select(mistake => IsMissingEndpoint(settings, mistake) ? WithTenant(mistake, tenant) : mistake).OfType<ErrorDetail>());
        }

        return mistakes.Count == 0 ? new DataverseSettings(addresses!, oauth, writes) : throw Together(mistakes);
    }

    private static bool IsMissingEndpoint(ConnectionSettings settings, ErrorDetail mistake) =>
        (mistake.Option == DataverseOptions.AuthorizationUrl.Name && settings.Get(DataverseOptions.AuthorizationUrl) is null)
        || (mistake.Option == DataverseOptions.TokenUrl.Name && settings.Get(DataverseOptions.TokenUrl) is null);

    /// <summary>The tenant is the shorter answer; where it was given and is wrong, that mistake says enough.</summary>
    private static ErrorDetail? WithTenant(ErrorDetail missingEndpoint, string? tenant) => tenant is not null ? null : missingEndpoint with
    {
        Advice = "Give the Tenant (tenant ID or domain), from which it follows, or copy it from the app's page in the Azure portal: Overview › Endpoints.",
    };

    private static ConfigurationException Together(List<ErrorDetail> mistakes) => new(mistakes[0] with { Others = [.. mistakes.Skip(1)] });

    private static ErrorDetail? NotOneOf(ConnectionSettings settings, ConnectorOption option)
    {
        var value = settings.Get(option)!;
        return option.Choices.Any(choice => choice.Value == value) ? null : new ErrorDetail
        {
            Id = ErrorIds.OptionWrong,
            Phase = ErrorPhase.Configuration,
            Message = $"{option.Label} of connection \"{settings.Name}\" can't be \"{value}\".",
            Advice = $"Use {string.Join(" or ", option.Choices.Select(choice => choice.Value))}.",
            Option = option.Name,
        };
    }
}
