using System.Text.RegularExpressions;

namespace Syncline.Architecture.Tests;

/// <summary>Each error has a stable id, and each id a line in docs/reference/errors: no error without help, no help for an error that is gone.</summary>
public sealed partial class ErrorReferenceTests
{
    [Fact]
    public void Every_error_id_in_the_sources_is_documented_and_every_documented_one_is_used()
    {
        var used = Ids(Sources("*.cs").Concat(Sources("*.razor")));
        var documented = Ids(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "reference", "errors"), "*.md"));
        used.Count.ShouldBeGreaterThan(200);
        used.Except(documented).ShouldBeEmpty("errors without a line in docs/reference/errors");
        documented.Except(used).ShouldBeEmpty("documented errors that no source has");
    }

    private static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), pattern, SearchOption.AllDirectories);

    private static HashSet<string> Ids(IEnumerable<string> files) =>
        files.SelectMany(file => Id().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\b(CL|WS|CN|FI|DB|OA|OD|DV|ST|SY)[0-9]{4}\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}
