using Syncline.Connectors.Dataverse.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>The service refused to read something. Caught within this folder, where it is known what was read.</summary>
/// <param name="fault">The refusal.</param>
internal sealed class FaultException(ServerFault fault) : Exception(fault.Text)
{
    public ServerFault Fault => fault;
}
