using Syncline.Sync.Projects.Yaml;

namespace Syncline.Sync.Projects;

/// <summary>What all sections of one file share while it is read.</summary>
internal sealed record ReadContext(ProjectMistakes Mistakes, ProjectMarks Marks, Func<string, string?> Parameter)
{
    /// <summary>
    /// The scalar's text with every <c>${name}</c> replaced, each by a value that <paramref name="escape"/> has made fit for the language it
    /// stands in; <c>$${</c> stands for <c>${</c>. Keys are never filled, and a value can't add structure: the file is parsed before.
    /// </summary>
    public string Fill(YamlScalar scalar, Func<string, string>? escape)
    {
        if (!scalar.Text.Contains("${", StringComparison.Ordinal))
        {
            return scalar.Text;
        }

        return ProjectParameters.Reference().Replace(scalar.Text, match =>
        {
            if (match.Groups["escaped"].Success)
            {
                return "${";
            }

            var name = match.Groups["name"].Value;
            if (Parameter(name) is { } value)
            {
                return escape is null ? value : escape(value);
            }

            var place = scalar.Place;
            var column = scalar.Offset < 0 || place.Column == 0 ? place.Column : place.Column + scalar.Offset + match.Index;
            if (!Mistakes.Found.Any(error => error.Id == "SY1007" && error.Location == place with { Column = column }))
            {
                Mistakes.Add(
                    "SY1007",
                    place with { Column = column },
                    $"The parameter {name} has no value.",
                    $"Give it with --set {name}=…, with the environment variable {ProjectParameters.VariableOf(name)}, or under parameters in the file.");
            }

            return match.Value;
        });
    }
}
