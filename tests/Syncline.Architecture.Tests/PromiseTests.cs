using System.Text.RegularExpressions;

namespace Syncline.Architecture.Tests;

/// <summary>Each test that a page of docs/promises names to hold a promise is there.</summary>
public sealed partial class PromiseTests
{
    public static TheoryData<string> Pages { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "promises"), "*.md").Select(page => Path.GetFileName(page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_test_that_a_promise_names_is_there(string page)
    {
        var named = Test().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "promises", page)))
            .Select(match => (Class: match.Groups["class"].Value, Beginning: match.Groups["test"].Value, IsWhole: !match.Groups["cut"].Success)).ToList();
        var tests = Tests();

        named.Where(name => !tests.Exists(test =>
                (name.Class.Length == 0 || test.Class == name.Class)
                && (name.IsWhole ? test.Name == name.Beginning : test.Name.StartsWith(name.Beginning, StringComparison.Ordinal))))
            .ShouldBeEmpty(page);
    }

    [Fact]
    public void Every_class_of_tests_that_a_promise_names_is_there()
    {
        var classes = Tests().Select(test => test.Class).ToHashSet(StringComparer.Ordinal);
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "promises"), "*.md")
            .SelectMany(page => Class().Matches(File.ReadAllText(page)).Select(match => match.Groups["class"].Value))
            .Where(name => !classes.Contains(name)).ShouldBeEmpty();
    }

    private static List<(string Class, string Name)> Tests() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => (Path.GetFileNameWithoutExtension(file), match.Groups["name"].Value))),
    ];

    // `Class.A_sentence`, or `…A_sentence` for the class before it; an ellipsis at the end cuts the sentence.
    [GeneratedRegex("`(?:(?<class>[A-Z][A-Za-z0-9]+)\\.|…)?(?<test>[A-Z][a-z0-9]*_[A-Za-z0-9_]+)(?<cut>…)?`", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Test();

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z0-9]+(Tests|Properties))[`.]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Class();

    [GeneratedRegex(@"public (static )?(async )?(Task|ValueTask|void) (?<name>[A-Z]\w*)\(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Method();
}
