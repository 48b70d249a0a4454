namespace Syncline.Sandbox.Site.Query;

/// <summary>One item of <c>$expand</c> with the options in its parentheses.</summary>
internal sealed record ExpandItem(string Name, IReadOnlyDictionary<string, string> Options);
