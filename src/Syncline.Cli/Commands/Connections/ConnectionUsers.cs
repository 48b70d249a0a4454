using Spectre.Console;

namespace Syncline.Cli.Commands.Connections;

/// <summary>Project files that name a connection, as a list.</summary>
internal static class ConnectionUsers
{
    /// <summary>Prints them below a sentence; nothing when there are none.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<string> projects, string sentence)
    {
        if (projects.Count == 0)
        {
            return;
        }

        console.MarkupLine($"[yellow]{Markup.Escape(sentence)}[/]");
        foreach (var project in projects)
        {
            console.WriteLine($"  {project}");
        }
    }
}
