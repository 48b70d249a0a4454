using Syncline.Core.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Syncline.Sync.Projects.Yaml;

/// <summary>The one place that knows the YAML library: turns a text into nodes with places.</summary>
internal static class YamlComposer
{
    /// <summary>The document's root; null for an empty document. Syntax errors go to <paramref name="mistakes"/> and end the reading.</summary>
    public static YamlNode? Compose(string text, string file, ProjectMistakes mistakes)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            var root = Node(parser, file, mistakes, depth: 0);
            parser.Consume<DocumentEnd>();
            if (parser.Current is DocumentStart second)
            {
                mistakes.Add("SY1001", Place(file, second.Start), "The file holds a second YAML document.", "Keep one project per file.");
            }

            return root;
        }
        catch (YamlException syntax)
        {
            NotYaml(text, Place(file, syntax.Start), Sentence(syntax), mistakes);
            return null;
        }
        catch (InvalidOperationException)
        {
            // The library's scanner fails this way on a bracket that is still open where a new line starts at the margin.
            NotYaml(text, Place(file, parser.Current?.End ?? new Mark(0, 1, 1)), "a bracket or a quote is not closed.", mistakes);
            return null;
        }
    }

    private static YamlNode Node(Parser parser, string file, ProjectMistakes mistakes, int depth)
    {
        if (depth > 32)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, "the nesting is too deep");
        }

        switch (parser.Consume<NodeEvent>())
        {
            case Scalar scalar:
                return Scalar(scalar, file);
            case SequenceStart list:
                {
                    var items = new List<YamlNode>();
                    while (!parser.TryConsume<SequenceEnd>(out _))
                    {
                        items.Add(Node(parser, file, mistakes, depth + 1));
                    }

                    return new YamlList(items, Place(file, list.Start));
                }

            case MappingStart map:
                {
                    var entries = new List<YamlEntry>();
                    while (!parser.TryConsume<MappingEnd>(out _))
                    {
                        var key = Node(parser, file, mistakes, depth + 1);
                        var value = Node(parser, file, mistakes, depth + 1);
                        if (key is YamlScalar name)
                        {
                            entries.Add(new YamlEntry(name.Text, name.Place, value));
                        }
                        else
                        {
                            mistakes.Add("SY1002", key.Place, $"A key must be a single value; this is {key.Kind}.");
                        }
                    }

                    return new YamlMap(entries, Place(file, map.Start));
                }

            case var other:
                throw new YamlException(other.Start, other.End, "references with * are not supported");
        }
    }

    private static YamlScalar Scalar(Scalar scalar, string file)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain;
        var isOneLine = scalar.Start.Line == scalar.End.Line;
        var quotes = isPlain ? 0 : 1;
        var hasNoEscapes = scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (2 * quotes);
        return new YamlScalar(scalar.Value, isPlain, isOneLine && hasNoEscapes ? quotes : -1, Place(file, scalar.Start));
    }

    private static SourceLocation Place(string file, Mark mark) => new(file, mark.Line, (int)mark.Column);

    private static void NotYaml(string text, SourceLocation place, string sentence, ProjectMistakes mistakes)
    {
        var tab = Array.FindIndex(text.Split('\n'), line => line.AsSpan().TrimStart(' ').StartsWith("\t", StringComparison.Ordinal));
        if (tab >= 0)
        {
            (place, sentence) = (place with { Line = tab + 1, Column = 1 }, "a line is indented with a tab.");
        }

        mistakes.Add(
            "SY1001",
            place,
            $"This is not valid YAML: {sentence}",
            tab >= 0 ? "Indent with spaces." : "Check the indentation, the quotes and the brackets of this line and the one before it.");
    }

    // The library's messages read "While parsing a block mapping, did not find expected key."
    private static string Sentence(YamlException syntax)
    {
        var text = syntax.Message;
        var end = text.LastIndexOf("): ", StringComparison.Ordinal);
        text = (end < 0 ? text : text[(end + 3)..]).Trim().TrimEnd('.');
        if (text.Contains("quoted scalar", StringComparison.Ordinal))
        {
            return "a quote is not closed.";
        }

        if (text.EndsWith("did not find expected key", StringComparison.Ordinal))
        {
            return "a key with a colon is expected here.";
        }

        return text.Length == 0 ? "it can not be read." : char.ToLowerInvariant(text[0]) + text[1..] + ".";
    }
}
