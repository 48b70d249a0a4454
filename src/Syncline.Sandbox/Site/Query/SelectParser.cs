using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.Site.Query;

/// <summary>Splits <c>$select</c> and <c>$expand</c> at the commas and semicolons of their own level.</summary>
internal static class SelectParser
{
    public static IReadOnlyList<string> Names(string? list) => list is null ? [] : [.. SplitTop(list, ',').Select(name => name.Trim()).Where(name => name.Length > 0)];

    public static IReadOnlyList<ExpandItem> Expand(string? list) => [.. Names(list).Select(Item)];

    private static ExpandItem Item(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        if (open < 0)
        {
            return new ExpandItem(text, options);
        }

        if (!text.EndsWith(')'))
        {
            throw SiteErrors.BadQuery($"Found an unbalanced bracket expression in '{text}'.");
        }

        foreach (var option in SplitTop(text[(open + 1)..^1], ';'))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw SiteErrors.BadQuery($"Syntax error in the expand option '{option}'.");
            }

            options[option[..equals].Trim()] = option[(equals + 1)..].Trim();
        }

        return new ExpandItem(text[..open].Trim(), options);
    }

    public static IEnumerable<string> SplitTop(string text, char separator)
    {
        var depth = 0;
        var quoted = false;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'':
                    quoted = !quoted;
                    break;
                case '(' when !quoted:
                    depth++;
                    break;
                case ')' when !quoted:
                    depth--;
                    break;
                case var c when c == separator && depth == 0 && !quoted:
                    yield return text[start..i];
                    start = i + 1;
                    break;
            }
        }

        yield return text[start..];
    }
}
