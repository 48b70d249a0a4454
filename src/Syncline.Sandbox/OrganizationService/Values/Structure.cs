using System.Xml.Linq;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A value that its message reads itself: a query, a setting, a relationship.</summary>
/// <param name="Type">Local name of its type.</param>
/// <param name="Element">The element.</param>
internal sealed record Structure(string Type, XElement Element);
