using System.Text.RegularExpressions;
using Syncline.Sync.Projects.Yaml;

namespace Syncline.Sync.Projects;

/// <summary>Where the values of <c>${name}</c> come from.</summary>
public static partial class ProjectParameters
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

    /// <summary>The parameters of a project file: those that its values name, and those that it only gives a default for.</summary>
    /// <param name="text">The file's text; where it can't be read as YAML, the defaults are unknown.</param>
    public static IReadOnlyList<ProjectParameter> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var root = YamlComposer.Compose(text, string.Empty, new ProjectMistakes());
        var entries = (root as YamlMap)?.Entries ?? [];
        var defaults = entries.Where(entry => entry.Key == Key).Select(entry => entry.Value).OfType<YamlMap>().SelectMany(map => map.Entries).Where(entry => entry.Value is YamlScalar)
            .DistinctBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal);
        var texts = root is null ? [text] : entries.Where(entry => entry.Key != Key).SelectMany(entry => TextsOf(entry.Value));
        return
        [
            .. texts.SelectMany(one => Reference().Matches(one)).Where(match => match.Groups["name"].Success).Select(match => match.Groups["name"].Value)
                .Concat(defaults.Keys).Distinct(StringComparer.Ordinal).Select(name => new ProjectParameter(name, defaults.GetValueOrDefault(name))),
        ];
    }

    private const string Key = "parameters";

    private static IEnumerable<string> TextsOf(YamlNode node) => node switch
    {
        YamlScalar scalar => [scalar.Text],
        YamlMap map => map.Entries.SelectMany(entry => TextsOf(entry.Value)),
        YamlList list => list.Items.SelectMany(TextsOf),
        _ => [],
    };

    /// <summary>Where a text names a parameter; <c>$${</c> stands for <c>${</c> and names none.</summary>
    [GeneratedRegex(@"(?<escaped>\$\$\{)|\$\{(?<name>[A-Za-z_][A-Za-z0-9_.-]*)\}", RegexOptions.CultureInvariant, 1000)]
    internal static partial Regex Reference();
}
