namespace Syncline.Sandbox;

/// <summary>The folder in which a sandbox is to keep its rows (<see cref="SandboxOptions.Keep"/>) can't be used. The message says why, and what to do.</summary>
public sealed class SandboxFolderException : Exception
{
    /// <inheritdoc/>
    public SandboxFolderException()
    {
    }

    /// <inheritdoc/>
    public SandboxFolderException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public SandboxFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
