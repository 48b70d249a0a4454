using System.Text;
using Syncline.Connections.Opening;
using Syncline.Core.Connectors;

namespace Syncline.Workspace.Reference;

/// <summary>The reference page of the connectors, made from their own declarations.</summary>
public static class ConnectorReference
{
    /// <summary>The page as Markdown, lines ended by LF.</summary>
    public static string ToMarkdown(IEnumerable<IConnector> connectors)
    {
        ArgumentNullException.ThrowIfNull(connectors);
        var page = new StringBuilder("# Connectors and their options\n\nMade from the connectors' own declarations; a test keeps this page in step.\n");
        page.Append("Options are given as `--set option=value`, secret ones as `--secret option=env:VAR`, `=file:PATH` or `=-`.\n");
        foreach (var descriptor in connectors.Select(connector => connector.Descriptor))
        {
            page.Append($"\n## {descriptor.Name}\n\n{descriptor.DisplayName} ({descriptor.Group}). {descriptor.Summary}\n\n");
            Table(page, descriptor.Options);
        }

        page.Append("\n## Options of every connector\n\n");
        Table(page, CommonOptions.All);
        return page.ToString();
    }

    private static void Table(StringBuilder page, IEnumerable<ConnectorOption> options)
    {
        page.Append("| option | label | what to give | default |\n|---|---|---|---|\n");
        foreach (var option in options)
        {
            var choices = option.Choices.Count == 0 ? string.Empty : $" One of {string.Join(", ", option.Choices.Select(choice => $"`{choice.Value}`"))}.";
            var mark = option switch { { IsSecret: true } => " (secret)", { IsRequired: true } => " (required)", _ => string.Empty };
            page.Append($"| `{option.Name}`{mark} | {option.Label} | {Cell(option.Help)}{choices} | {(option.Default is { } value ? $"`{Cell(value)}`" : string.Empty)} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
