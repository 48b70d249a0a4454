using Microsoft.AspNetCore.Http;
using Syncline.Sandbox.SignIn;

namespace Syncline.Sandbox.Site.Http;

/// <summary>A request that has been let in.</summary>
/// <param name="Context">The connection's side of it.</param>
/// <param name="Target">Path and query as sent.</param>
/// <param name="Origin">Scheme, host and port as the client wrote them.</param>
/// <param name="Caller">Who signed in.</param>
/// <param name="RequestId">The id that the answer's headers show.</param>
/// <param name="Work">What the request has done so far.</param>
internal sealed record SiteCall(HttpContext Context, string Target, string Origin, SandboxCaller Caller, Guid RequestId, RequestWork Work);
