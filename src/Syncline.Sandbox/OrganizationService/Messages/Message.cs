using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>Carries out one message.</summary>
/// <param name="request">Who asks, in whose place, and what the request counts.</param>
/// <param name="parameters">The message's parameters.</param>
internal delegate OrganizationResponse Message(SiteRequest request, Parameters parameters);
