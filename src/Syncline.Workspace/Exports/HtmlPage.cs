using System.Text.Encodings.Web;

namespace Syncline.Workspace.Exports;

/// <summary>
/// Writes a page that stands alone: no script, no outside address, and a content security policy that forbids both, so that hostile data in it
/// stays text. Every text goes through <see cref="Text"/>.
/// </summary>
internal static class HtmlPage
{
    private const string Style = """
        :root{color-scheme:light dark;--line:#8884;--add:#107c10;--update:#8a6100;--delete:#b3261e}
        @media(prefers-color-scheme:dark){:root{--add:#6ccb5f;--update:#f2c661;--delete:#ff99a4}}
        body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}
        h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        .add{color:var(--add)}.update{color:var(--update)}.delete,.bad{color:var(--delete)}.pale{opacity:.7}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}
        """;

    /// <summary>A text as it may stand between tags and in quoted attributes.</summary>
    public static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <summary>Everything before the body's content.</summary>
    public static Task StartAsync(TextWriter writer, string title) => writer.WriteAsync($"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <title>{Text(title)}</title><style>{Style}</style></head><body>
        <h1>{Text(title)}</h1>

        """);

    /// <summary>A list of names and values; those without a value are left out.</summary>
    public static Task FactsAsync(TextWriter writer, params (string Name, string? Value)[] facts) => writer.WriteAsync(
        $"<dl>{string.Concat(facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => $"<dt>{Text(fact.Name)}</dt><dd>{Text(fact.Value)}</dd>"))}</dl>\n");

    /// <summary>A heading with a list of sentences; nothing when there are none.</summary>
    public static async Task SentencesAsync(TextWriter writer, string heading, IReadOnlyList<string> sentences)
    {
        if (sentences.Count > 0)
        {
            await writer.WriteAsync($"<h2>{Text(heading)}</h2><ul>{string.Concat(sentences.Select(sentence => $"<li>{Text(sentence)}</li>"))}</ul>\n");
        }
    }

    /// <summary>A row of a table.</summary>
    public static Task RowAsync(TextWriter writer, string style, params string?[] cells) =>
        writer.WriteAsync($"<tr class=\"{style}\">{string.Concat(cells.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>\n");

    /// <summary>The head of a table.</summary>
    public static Task HeadAsync(TextWriter writer, string heading, params string[] columns) =>
        writer.WriteAsync($"<h2>{Text(heading)}</h2>\n<table><thead><tr>{string.Concat(columns.Select(column => $"<th scope=\"col\">{Text(column)}</th>"))}</tr></thead><tbody>\n");

    /// <summary>The end of a table.</summary>
    public static Task FootAsync(TextWriter writer) => writer.WriteAsync("</tbody></table>\n");

    /// <summary>Everything after the body's content.</summary>
    public static Task EndAsync(TextWriter writer) => writer.WriteAsync("</body></html>\n");
}
