namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>A message that the service can't read as its contract wants it; the answer is a fault that says what was not understood and where.</summary>
internal sealed class MalformedMessageException(string message) : Exception(message);
