using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>The value of a lookup column. Rows share instances, so that many rows of one owner cost one object.</summary>
internal sealed record Reference(Table Table, Guid Id);
