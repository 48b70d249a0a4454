namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>One write of one row, as it travels alone or as a part of a batch.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Address below the Web API's base, percent-encoded, with its query.</param>
/// <param name="Body">JSON; null when there is none.</param>
/// <param name="Headers">Headers beyond those that every request has.</param>
internal sealed record RowOperation(HttpMethod Method, string Path, ReadOnlyMemory<byte>? Body, IReadOnlyList<KeyValuePair<string, string>> Headers);
