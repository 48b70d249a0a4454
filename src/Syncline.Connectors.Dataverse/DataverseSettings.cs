using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse;

/// <summary>The checked settings of one connection.</summary>
/// <param name="Addresses">The site.</param>
/// <param name="SignIn">How tokens for it are had.</param>
/// <param name="Writes">What is asked of the server with every write.</param>
/// <param name="Transport">Which of the site's services is spoken to: a value of <see cref="DataverseOptions.Transport"/>.</param>
internal sealed record DataverseSettings(SiteAddresses Addresses, SignInSettings SignIn, WriteSettings Writes, string Transport) : IDisposable
{
    /// <summary>How large tables are cut into ranges; null when every table is read in one pass.</summary>
    public RangeLimits? Ranges { get; init; }

    /// <summary>Whether lookups have columns for the alternate keys of the rows pointed to.</summary>
    public bool LookupKeys { get; init; }

    /// <summary>Checks the settings of a saved connection, all of them at once.</summary>
    /// <param name="settings">As saved.</param>
    /// <param name="baseFolder">Folder that relative paths are relative to; null for the current one.</param>
    /// <exception cref="ConfigurationException">Options are missing or wrong: the first, with the others attached.</exception>
    public static DataverseSettings From(ConnectionSettings settings, string? baseFolder = null)
    {
        var mistakes = new List<ErrorDetail>();
        if (!SiteAddresses.TryParse(settings.Get(DataverseOptions.Url), out var addresses, out var wrongAddress))
        {
            mistakes.Add(wrongAddress);
        }

        mistakes.AddRange(DataverseOptions.All.Where(option => option.Choices.Count > 0).Select(option => NotOneOf(settings, option)).OfType<ErrorDetail>());
        if (mistakes.Exists(mistake => mistake.Option == DataverseOptions.GrantType.Name || mistake.Option == DataverseOptions.AuthenticationMethod.Name))
        {
            throw Together(mistakes);
        }

        var writes = DataverseWriteOptions.Read(settings, mistakes);
        var tenant = settings.Get(DataverseOptions.Tenant);
        if (tenant is not null && SignInEndpoints.Of(tenant, siteHost: null) is null)
        {
            mistakes.Add(AddressErrors.NotATenant(tenant));
        }

        var signIn = SignInSettings.Read(settings, baseFolder ?? Environment.CurrentDirectory, mistakes);
        if (mistakes.Count == 0)
        {
            return new DataverseSettings(addresses!, signIn, writes, settings.Get(DataverseOptions.Transport)!)
            {
                Ranges = DataverseReadOptions.Read(settings),
                LookupKeys = settings.Get(DataverseReadOptions.LookupKeys) == "on",
            };
        }

        signIn.Dispose();
        throw Together(mistakes);
    }

    /// <summary>Lets go of the certificate.</summary>
    public void Dispose() => SignIn.Dispose();

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
