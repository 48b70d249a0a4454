using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>The answer to a message.</summary>
/// <param name="Name"><c>ResponseName</c>, which is the message's.</param>
/// <param name="Results">Its results, in the order of the wire.</param>
internal sealed record OrganizationResponse(string Name, params IReadOnlyList<KeyValuePair<string, object?>> Results)
{
    /// <summary>The namespace of its type: the core's, or that of the other messages (recorded: WhoAmI, WinOpportunity).</summary>
    public string Namespace { get; init; } = Xmlns.Contracts;

    /// <summary>An answer of a message that is none of the core's.</summary>
    public static OrganizationResponse Other(string name, params IReadOnlyList<KeyValuePair<string, object?>> results) => new(name, results) { Namespace = Xmlns.Messages };
}
