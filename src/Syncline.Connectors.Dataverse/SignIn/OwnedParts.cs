namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>What goes with a connection when it is closed, in this order.</summary>
internal sealed class OwnedParts(params IReadOnlyList<IDisposable> parts) : IDisposable
{
    public void Dispose()
    {
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }
}
