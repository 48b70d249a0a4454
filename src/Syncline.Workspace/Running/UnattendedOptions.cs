using Syncline.Workspace.Applying;

namespace Syncline.Workspace.Running;

/// <summary>How projects are run without anybody there.</summary>
public sealed record UnattendedOptions
{
    /// <summary>Project files, in the order to run them.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Parameters of the projects; what is absent is taken from the environment.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How plans are applied.</summary>
    public ApplyChoices Choices { get; init; } = new();

    /// <summary>Whether the files may start the commands under <c>hooks</c>. Default no: a project file is data until somebody says otherwise.</summary>
    public bool AllowHooks { get; init; }

    /// <summary>Whether incremental projects read both sides whole all the same. Default no.</summary>
    public bool ReadWhole { get; init; }

    /// <summary>Whether the next project is run when one went wrong. Default no.</summary>
    public bool KeepGoing { get; init; }
}
