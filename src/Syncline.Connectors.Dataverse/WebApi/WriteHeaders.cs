using Syncline.Connectors.Dataverse.Writing;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// What is asked of the server with every write, as headers and as a parameter of addresses
/// (https://learn.microsoft.com/power-apps/developer/data-platform/optional-parameters).
/// </summary>
internal sealed class WriteHeaders(WriteSettings settings)
{
    /// <summary>Headers of every write.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = [.. Of(settings)];

    /// <summary>An address with the tag in its query.</summary>
    public string Tagged(string path) =>
        settings.Tag is not { } tag ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}tag={Uri.EscapeDataString(tag)}";

    private static IEnumerable<KeyValuePair<string, string>> Of(WriteSettings settings)
    {
        if (settings.CallerId is { } row)
        {
            yield return new("MSCRMCallerID", row.ToString("D"));
        }

        if (settings.CallerObjectId is { } person)
        {
            yield return new("CallerObjectId", person.ToString("D"));
        }

        if (settings.BypassLogic is { } logic)
        {
            yield return new("MSCRM.BypassBusinessLogicExecution", logic);
        }

        if (settings.BypassFlows)
        {
            yield return new("MSCRM.SuppressCallbackRegistrationExpanderJob", "true");
        }

        if (settings.DetectDuplicates)
        {
            yield return new("MSCRM.SuppressDuplicateDetection", "false");
        }
    }
}
