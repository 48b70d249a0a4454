using Syncline.Core.Errors;

namespace Syncline.Connectors.Databases.Writing;

/// <summary>What a statement did to one row.</summary>
/// <param name="Written">Whether a row was written; false when none had the key, or not the version.</param>
/// <param name="Id">Key that the database gave a new row; null when not asked for.</param>
/// <param name="Inserted">After an upsert, whether the row is new; null when not told.</param>
/// <param name="Error">Why the row alone was refused, while the transaction goes on; null when it was not.</param>
internal readonly record struct RowEffect(bool Written, string? Id = null, bool? Inserted = null, ErrorDetail? Error = null);
