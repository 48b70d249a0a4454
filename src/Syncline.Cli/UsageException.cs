namespace Syncline.Cli;

/// <summary>The command line parsed, but says something impossible: exit code 64.</summary>
internal sealed class UsageException(string message, string? advice = null) : Exception(message)
{
    /// <summary>What to do instead.</summary>
    public string? Advice => advice;
}
