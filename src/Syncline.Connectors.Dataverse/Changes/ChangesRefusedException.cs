namespace Syncline.Connectors.Dataverse.Changes;

/// <summary>The server can't tell what changed, so that every row has to be read. Caught within the connector.</summary>
/// <param name="isTracked">Whether the table is tracked, so that a full read gives a token again.</param>
internal sealed class ChangesRefusedException(bool isTracked) : Exception
{
    public bool IsTracked => isTracked;
}
