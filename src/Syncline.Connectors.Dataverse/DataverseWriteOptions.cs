using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse;

/// <summary>
/// The options that say how a Dynamics 365 connection writes. Each becomes a header or a parameter of every write
/// (https://learn.microsoft.com/power-apps/developer/data-platform/optional-parameters).
/// </summary>
public static class DataverseWriteOptions
{
    private const string Off = "off";
    private const string On = "on";

    /// <summary>In whose name rows are written.</summary>
    public static ConnectorOption WriteAs { get; } = new()
    {
        Name = "write-as",
        Label = "Write as",
        Help = "Object ID (Microsoft Entra ID) of the user in whose name rows are written, or systemuser:ID for the id of the user's row. "
            + "The signed-in user needs the privilege prvActOnBehalfOfAnotherUser.",
        Example = "00000000-0000-0000-0000-000000000000",
        IsAdvanced = true,
    };

    /// <summary>Which custom logic is left out.</summary>
    public static ConnectorOption BypassLogic { get; } = new()
    {
        Name = "bypass-logic",
        Label = "Bypass custom logic",
        Help = "Leaves out plug-ins and workflows of your organization while rows are written. Needs the privilege prvBypassCustomBusinessLogic.",
        Default = "none",
        Choices = [new("none", "None"), new("sync", "Synchronous"), new("async", "Asynchronous"), new("all", "All")],
        IsAdvanced = true,
    };

    /// <summary>Whether Power Automate flows are left out.</summary>
    public static ConnectorOption BypassFlows { get; } = new()
    {
        Name = "bypass-flows",
        Label = "Bypass flows",
        Help = "Keeps Power Automate flows from starting for rows that are written here.",
        Default = Off,
        Choices = [new(Off, "No"), new(On, "Yes")],
        IsAdvanced = true,
    };

    /// <summary>Whether the organisation's duplicate detection rules apply.</summary>
    public static ConnectorOption DuplicateDetection { get; } = new()
    {
        Name = "duplicate-detection",
        Label = "Duplicate detection",
        Help = "When on, the server refuses rows that your organization's duplicate detection rules find.",
        Default = Off,
        Choices = [new(Off, "Off"), new(On, "On")],
        IsAdvanced = true,
    };

    /// <summary>A text for plug-ins.</summary>
    public static ConnectorOption RequestTag { get; } = new()
    {
        Name = "request-tag",
        Label = "Request tag",
        Help = "A text that plug-ins find in their context under the name tag, so that they can tell these writes from others.",
        Example = "syncline",
        IsAdvanced = true,
    };

    /// <summary>All of them, in the order that a form shows them.</summary>
    public static IReadOnlyList<ConnectorOption> All { get; } = [WriteAs, BypassLogic, BypassFlows, DuplicateDetection, RequestTag];

    /// <summary>Reads the options; adds what is wrong with them to <paramref name="mistakes"/>.</summary>
    internal static WriteSettings Read(ConnectionSettings settings, List<ErrorDetail> mistakes)
    {
        var writes = new WriteSettings
        {
            BypassLogic = settings.Get(BypassLogic) switch { "sync" => "CustomSync", "async" => "CustomAsync", "all" => "CustomSync,CustomAsync", _ => null },
            BypassFlows = settings.Get(BypassFlows) == On,
            DetectDuplicates = settings.Get(DuplicateDetection) == On,
            Tag = settings.Get(RequestTag),
        };
        if (settings.Get(WriteAs) is { } user)
        {
            const string rowPrefix = "systemuser:";
            var isRow = user.StartsWith(rowPrefix, StringComparison.OrdinalIgnoreCase);
            if (Guid.TryParse(isRow ? user.AsSpan(rowPrefix.Length) : user, out var id))
            {
                writes = isRow ? writes with { CallerId = id } : writes with { CallerObjectId = id };
            }
            else
            {
                mistakes.Add(new ErrorDetail
                {
                    Id = ErrorIds.OptionWrong,
                    Phase = ErrorPhase.Configuration,
                    Message = $"{WriteAs.Label} of connection \"{settings.Name}\" is no id: \"{user}\".",
                    Advice = "Copy the Object ID from the user's page in Microsoft Entra ID, or write systemuser: and the id of the user's row.",
                    Option = WriteAs.Name,
                });
            }
        }

        return writes;
    }
}
