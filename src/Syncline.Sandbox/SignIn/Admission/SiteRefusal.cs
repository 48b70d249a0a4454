namespace Syncline.Sandbox.SignIn.Admission;

/// <summary>A feature of a request whose caller the site does not let in, for the service to say so in its own form.</summary>
/// <param name="Code">The published code, e.g. <c>0x80072560</c>.</param>
/// <param name="Message">Its text.</param>
internal sealed record SiteRefusal(string Code, string Message);
