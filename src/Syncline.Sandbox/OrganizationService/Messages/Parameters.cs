using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>The parameters of a message. One that nobody asked for is a mistake, and is told.</summary>
internal sealed class Parameters(OrganizationRequest request)
{
    /// <summary>Optional parameters that any message takes (Microsoft Learn: "Use optional parameters"); those about custom logic do nothing, for there is none.</summary>
    private static readonly string[] Everywhere =
    [
        "SuppressDuplicateDetection", "BypassCustomPluginExecution", "BypassBusinessLogicExecution", "BypassBusinessLogicExecutionStepIds",
        "SuppressCallbackRegistrationExpanderJob", "SolutionUniqueName", "tag", "partitionId", "MaintainLegacyAppServerBehavior", "CalculateMatchCodeSynchronously",
    ];

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public string Message => request.Name;

    public T Required<T>(string name) => Optional(name) is T value ? value : throw SoapErrors.Missing(request.Name, name);

    /// <summary>A parameter, or null when it is absent or nil.</summary>
    public object? Optional(string name)
    {
        _read.Add(name);
        return request.Parameters.GetValueOrDefault(name);
    }

    public bool Flag(string name) => Optional(name) is true;

    /// <summary>Asks whether every parameter is one that the message takes, once it has read its own.</summary>
    public void Check()
    {
        foreach (var name in request.Parameters.Keys)
        {
            if (!_read.Contains(name) && !Everywhere.Contains(name, StringComparer.Ordinal))
            {
                throw SiteErrors.NotSupported($"the parameter '{name}' of the message '{request.Name}'");
            }
        }
    }
}
