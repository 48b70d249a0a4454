namespace Syncline.Sync.Mapping;

/// <summary>SQL that turns a raw value into a target column's value.</summary>
/// <param name="Sql">The value; null where the raw value is empty or does not fit.</param>
/// <param name="Checks">Reasons why a value does not fit; the first that applies is told.</param>
internal sealed record ConvertedValue(string Sql, IReadOnlyList<ValueCheck> Checks);
