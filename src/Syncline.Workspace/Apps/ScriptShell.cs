namespace Syncline.Workspace.Apps;

/// <summary>The shell that a script is written for.</summary>
public enum ScriptShell
{
    /// <summary>sh, bash, zsh; also the Azure Cloud Shell.</summary>
    Bash,

    /// <summary>PowerShell, on every platform.</summary>
    PowerShell,
}
