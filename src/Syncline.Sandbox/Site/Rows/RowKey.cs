using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>Which row an address names: by primary key, or by the values of an alternate key in the key's column order.</summary>
/// <param name="Id">The primary key; null when an alternate key is used.</param>
/// <param name="Index">The alternate key.</param>
/// <param name="Values">Its values.</param>
internal sealed record RowKey(Guid? Id, KeyIndex? Index, IReadOnlyList<object?> Values);
