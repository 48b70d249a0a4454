namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>A whole answer to one operation: of a request of its own, or a part of a batch's answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">Headers by name, without regard to case; of several with one name the first.</param>
/// <param name="Body">Body; empty when there is none.</param>
internal sealed record OperationAnswer(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
