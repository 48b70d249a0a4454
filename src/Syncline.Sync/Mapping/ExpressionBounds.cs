using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Syncline.Sync.Mapping;

/// <summary>
/// Refuses expressions that could run away. DuckDB's memory limit does not hold for texts that a function builds, and a statement is interrupted
/// between rows only, so what a function can build of a value, and how long it can work on one, must be known from the expression alone: widths,
/// replacements, formats and patterns are constants, and nested functions together make a text at most a thousand times as long.
/// </summary>
internal static partial class ExpressionBounds
{
    private const double MostGrowth = 1_000;
    private const int WidestPadding = 10_000;
    private const int MostPlaceholders = 10;
    private const int MostWildcards = 3;

    /// <summary>What is wrong with one function call; null when nothing is.</summary>
    /// <param name="name">The function, in lower case.</param>
    /// <param name="function">The call as DuckDB's parser gives it.</param>
    public static string? Refusal(string name, JsonElement function)
    {
        var arguments = function.GetProperty("children");
        switch (name)
        {
            case "printf" or "format":
                return Text(arguments, 0) is not { } format ? $"the first argument of {name} must be a constant text"
                    : IsHarmless(format) ? null : $"the format of {name} asks for widths over 999, for widths from arguments, or for more than {MostPlaceholders} values";
            case "lpad" or "rpad":
                return Number(arguments, 1) is >= 0 and <= WidestPadding ? null : $"the width of {name} must be a constant up to {WidestPadding}";
            case "replace" or "regexp_replace":
                return Text(arguments, 2) is null ? $"the replacement of {name} must be a constant text" : null;
            case "~~" or "!~~" or "~~*" or "!~~*" or "~~~" or "like_escape" or "not_like_escape" or "ilike_escape" or "not_ilike_escape":
                return Text(arguments, 1) is not { } pattern ? "the pattern of LIKE must be a constant text"
                    : pattern.Count(sign => sign is '%' or '*') > MostWildcards ? $"the pattern of LIKE has more than {MostWildcards} wildcards; use contains or regexp_matches" : null;
            default:
                return null;
        }
    }

    /// <summary>What is wrong with a whole expression; null when nothing is.</summary>
    public static string? Refusal(JsonElement expression) =>
        Growth(expression) <= MostGrowth ? null : string.Create(CultureInfo.InvariantCulture, $"nested functions could make a text more than {MostGrowth:N0} times as long");

    // How many times as long as the longest value in it an expression's text can be.
    private static double Growth(JsonElement part)
    {
        switch (part.ValueKind)
        {
            case JsonValueKind.Array:
                return part.EnumerateArray().Select(Growth).DefaultIfEmpty(1).Max();
            case JsonValueKind.Object:
                var inner = part.EnumerateObject().Select(child => Growth(child.Value)).DefaultIfEmpty(1).Max();
                return part.TryGetProperty("class", out var kind) && kind.GetString() == "FUNCTION" ? inner * Factor(part.GetProperty("function_name").GetString()!.ToLowerInvariant(), part.GetProperty("children")) : inner;
            default:
                return 1;
        }
    }

    private static double Factor(string name, JsonElement arguments) => name switch
    {
        "replace" => Math.Max(1, (double)(Text(arguments, 2)?.Length ?? 1) / Math.Max(1, Text(arguments, 1)?.Length ?? 1)),

        // An empty match lies between any two letters.
        "regexp_replace" => 1 + (Text(arguments, 2)?.Length ?? 1),
        "hex" or "to_base64" => 2,
        "printf" or "format" => MostPlaceholders,
        _ => 1,
    };

    private static string? Text(JsonElement arguments, int index) =>
        Constant(arguments, index) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static long? Number(JsonElement arguments, int index) =>
        Constant(arguments, index) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    private static JsonElement? Constant(JsonElement arguments, int index) =>
        arguments.GetArrayLength() > index && arguments[index].GetProperty("class").GetString() == "CONSTANT"
            && arguments[index].GetProperty("value").TryGetProperty("value", out var value)
            ? value
            : null;

    private static bool IsHarmless(string format) =>
        !format.Contains('*', StringComparison.Ordinal) && !NestedBrace().IsMatch(format) && !LongNumber().IsMatch(format)
        && format.Count(sign => sign is '%' or '{') <= MostPlaceholders;

    [GeneratedRegex(@"\{[^}]*\{", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NestedBrace();

    [GeneratedRegex("[0-9]{4}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongNumber();
}
