namespace Syncline.Sync.Projects;

/// <summary>Where the values of <c>${name}</c> come from.</summary>
public static class ProjectParameters
{
    /// <summary>No parameters but those that the file itself gives defaults for.</summary>
    public static Func<string, string?> None { get; } = _ => null;

    /// <summary>
    /// Values given on the command line, then environment variables named <c>SYNCLINE_PARAMETER_NAME</c>. Other variables are out of reach:
    /// a project file from elsewhere must not be able to copy secrets into rows.
    /// </summary>
    public static Func<string, string?> From(IReadOnlyDictionary<string, string> values, Func<string, string?> environmentVariable)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(environmentVariable);
        return name => values.TryGetValue(name, out var value) ? value : environmentVariable(VariableOf(name));
    }

    /// <summary>The environment variable of a parameter: <c>SYNCLINE_PARAMETER_</c> and its name in capitals, other signs as <c>_</c>.</summary>
    public static string VariableOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return "SYNCLINE_PARAMETER_" + string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));
    }
}
