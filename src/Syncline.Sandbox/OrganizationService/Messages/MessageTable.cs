using System.Collections.Frozen;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>Every message that the sandbox has.</summary>
internal sealed class MessageTable(IEnumerable<IMessages> groups)
{
    private readonly FrozenDictionary<string, Message> _messages = groups.SelectMany(group => group.All).ToFrozenDictionary(pair => pair.Name, pair => pair.Message, StringComparer.Ordinal);

    /// <summary>Carries out a message; one that the sandbox does not have is refused by name.</summary>
    public OrganizationResponse Execute(SiteRequest request, OrganizationRequest message)
    {
        if (!_messages.TryGetValue(message.Name, out var execute))
        {
            throw SiteErrors.NotSupported($"the message '{message.Name}' of the Organization Service");
        }

        return execute(WithParameters(request, message), new Parameters(message));
    }

    /// <summary>The request as it is with its optional parameters, which the Web API takes as headers.</summary>
    private static SiteRequest WithParameters(SiteRequest request, OrganizationRequest message)
    {
        if (!message.Parameters.TryGetValue("SuppressDuplicateDetection", out var suppress) || suppress is not bool suppressed)
        {
            return request;
        }

        var outer = request.Header;
        return request with { Header = name => name == "MSCRM.SuppressDuplicateDetection" ? (suppressed ? "true" : "false") : outer(name) };
    }
}
