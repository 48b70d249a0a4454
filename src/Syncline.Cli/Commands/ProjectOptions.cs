using System.CommandLine;

namespace Syncline.Cli.Commands;

/// <summary>Options of every command that reads a project file.</summary>
internal static class ProjectOptions
{
    /// <summary><c>--set name=value</c>.</summary>
    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "A parameter of the project, ${name} in the file; repeat for more. Else it is taken from the environment variable SYNCLINE_PARAMETER_NAME.",
        HelpName = "name=value",
        DefaultValueFactory = _ => [],
    };

    /// <summary><c>--full</c>.</summary>
    public static Option<bool> Full { get; } = new("--full") { Description = "Read both sides whole, even where the project reads changes only." };

    /// <summary>The parameters given.</summary>
    public static IReadOnlyDictionary<string, string> Parameters(ParseResult arguments) => Assignments.Parse("--set", arguments.GetRequiredValue(Set));
}
