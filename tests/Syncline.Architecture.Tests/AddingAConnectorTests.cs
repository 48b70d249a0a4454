using System.Text.RegularExpressions;

namespace Syncline.Architecture.Tests;

/// <summary>The guide to a new connector names files that are there, and promises no shorter test than the one it shows.</summary>
public sealed partial class AddingAConnectorTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "adding-a-connector.md"));

    [Fact]
    public void The_files_of_the_guide_are_there()
    {
        var folder = Path.Combine(Repository.Root, "src", "Syncline.Connectors.Files", "Json");
        var named = Name().Matches(Guide).Select(match => match.Groups["name"].Value).ToList();

        named.Count.ShouldBeGreaterThan(8);
        named.Where(name => !File.Exists(Path.Combine(Repository.Root, name)) && !File.Exists(Path.Combine(folder, name))).ShouldBeEmpty();
    }

    [Fact]
    public void The_line_of_the_guide_is_in_the_list()
    {
        File.ReadAllText(Path.Combine(Repository.Root, "src", "Syncline.Workspace", "ConnectorList.cs")).ShouldContain("new JsonConnector(),");
    }

    [Fact]
    public void The_test_of_the_guide_is_short()
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "tests", "Syncline.Compliance", "Json", "JsonComplianceTests.cs"));

        lines.Count(line => line.Trim().Length > 1).ShouldBeLessThan(35);
    }

    [GeneratedRegex("`(?<name>[A-Za-z./]+\\.cs)`", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
