namespace Syncline.Sandbox.Site.Store;

/// <summary>One change that a transaction made: a row put in, put in the place of another, or taken out.</summary>
/// <param name="Before">The row as it was; null for a new one.</param>
/// <param name="After">The row as it is; null for a deleted one.</param>
/// <param name="Version">Version number of the change.</param>
internal sealed record RowChange(Row? Before, Row? After, long Version);
