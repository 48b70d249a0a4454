namespace Syncline.Core.Connectors;

/// <summary>A secret value that does not show itself: only <see cref="Reveal"/> gives it, at the one place that needs it.</summary>
public sealed class Secret(string value)
{
    /// <summary>The value. Never log it, never put it into a message, a URL or a command line.</summary>
    public string Reveal() => value;

    /// <summary>Always <c>(secret)</c>.</summary>
    public override string ToString() => "(secret)";
}
