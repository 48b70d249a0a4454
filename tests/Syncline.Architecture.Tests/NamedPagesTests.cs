using System.Text.RegularExpressions;

namespace Syncline.Architecture.Tests;

/// <summary>Messages that send a person to a page of ours send them to one that is there.</summary>
public sealed partial class NamedPagesTests
{
    [Fact]
    public void Every_page_that_a_message_names_is_there()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Page().Matches(File.ReadAllText(file)).Select(match => match.Value))
            .ToHashSet(StringComparer.Ordinal);

        named.ShouldContain("docs/guide/register-your-app.md");
        named.Where(page => !File.Exists(Path.Combine(Repository.Root, page))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\bdocs/[a-z0-9/-]+\.md\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Page();
}
