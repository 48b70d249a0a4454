using System.Globalization;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Mapping;

/// <summary>
/// Conversions that never lose silently. A raw value (a source column, or an expression's result as text) becomes a value of the target
/// column's type, or there is a check that says why not. The rules stand in <c>docs/reference/project-file.md</c>.
/// </summary>
internal sealed class ValueConversion
{
    private const string PlainNumber = @"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)";
    private const string AnyNumber = PlainNumber + "([eE][+-]?[0-9]+)?";
    private const string IsoDate = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private const string IsoTime = @"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6}0*)?)?";
    private const string Zone = " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)";

    private readonly string raw;
    private readonly string text;
    private readonly ColumnType from;
    private readonly ColumnSchema column;
    private readonly ColumnRule rule;
    private readonly List<ValueCheck> checks = [];

    private ValueConversion(string raw, string text, ColumnType from, ColumnSchema column, ColumnRule rule)
    {
        this.raw = raw;
        this.text = text;
        this.from = from;
        this.column = column;
        this.rule = rule;
    }

    private ColumnType To => column.Type;

    // Quotes the value in a message, cut to 40 characters.
    private string Quoted => $"'\"' || CASE WHEN length({text}) > 40 THEN left({text}, 40) || '…' ELSE {text} END || '\"'";

    /// <summary>
    /// The conversion of a raw value for a column. Its SQL is null where the value is empty and where it does not fit; the checks, which say
    /// why, hold only where the text is not null and the result is.
    /// </summary>
    /// <param name="raw">SQL of the raw value; cheap to repeat.</param>
    /// <param name="text">SQL of the raw value as <see cref="TextOf"/> gives it; cheap to repeat.</param>
    /// <param name="from">The raw value's type.</param>
    /// <param name="column">Column that takes it.</param>
    /// <param name="rule">The rule, for its format and choice.</param>
    public static ConvertedValue Of(string raw, string text, ColumnType from, ColumnSchema column, ColumnRule rule)
    {
        var conversion = new ValueConversion(raw, text, from, column, rule);
        var sql = conversion.Convert();
        return new ConvertedValue(sql, conversion.checks);
    }

    /// <summary>SQL of a raw value as text: without spaces around unless a text is wanted; null when there is nothing.</summary>
    public static string TextOf(string raw, ColumnType from, ColumnType to, ColumnRule rule, CompareSettings settings)
    {
        var plain = from.Kind switch
        {
            ColumnKind.Text or ColumnKind.Choices => raw,
            ColumnKind.Binary => $"base64({raw})",
            ColumnKind.Choice when rule.Choice?.By == ChoiceBy.Label || (rule.Choice?.By != ChoiceBy.Value && to.Kind == ColumnKind.Text) =>
                $"coalesce({LabelOf(from, raw)}, CAST({raw} AS VARCHAR))",
            ColumnKind.Decimal or ColumnKind.Money when to.Kind == ColumnKind.Text =>
                $"CASE WHEN contains(CAST({raw} AS VARCHAR), '.') THEN rtrim(rtrim(CAST({raw} AS VARCHAR), '0'), '.') ELSE CAST({raw} AS VARCHAR) END",
            ColumnKind.DateTime when to.Kind == ColumnKind.Text => $"replace(replace(CAST({raw} AS VARCHAR), ' ', 'T'), '+00', 'Z')",
            ColumnKind.LocalDateTime when to.Kind == ColumnKind.Text => $"replace(CAST({raw} AS VARCHAR), ' ', 'T')",
            _ => $"CAST({raw} AS VARCHAR)",
        };
        return to.Kind != ColumnKind.Text ? $"nullif(trim({plain}), '')" : settings.EmptyEqualsNull ? $"nullif({plain}, '')" : plain;
    }

    /// <summary>SQL of a choice's label; null for a number that is no option.</summary>
    public static string LabelOf(ColumnType type, string value) => type.Choices.Count == 0
        ? "CAST(NULL AS VARCHAR)"
        : $"MAP {{{string.Join(", ", type.Choices.DistinctBy(option => option.Value).Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Value}: {Plans.Sql.Literal(option.Label)}")))}}}[{value}]";

    private string Convert()
    {
        switch (To.Kind)
        {
            case ColumnKind.Text:
                return ToText();
            case ColumnKind.Integer:
                return from.Kind == ColumnKind.Integer ? InRange(raw) : ToInteger();
            case ColumnKind.Decimal or ColumnKind.Money:
                return ToDecimal();
            case ColumnKind.Double:
                return ToDouble();
            case ColumnKind.Boolean:
                return from.Kind == ColumnKind.Boolean ? raw : ToBoolean();
            case ColumnKind.Date:
                return from.Kind == ColumnKind.Date ? raw : ToDate();
            case ColumnKind.DateTime:
                return from.Kind == ColumnKind.DateTime ? raw : ToMoment("TIMESTAMPTZ", withZone: true, "a date with a time");
            case ColumnKind.LocalDateTime:
                return from.Kind == ColumnKind.LocalDateTime ? raw : ToMoment("TIMESTAMP", withZone: false, "a date with a time and without a time zone");
            case ColumnKind.Time:
                return from.Kind == ColumnKind.Time ? raw : ToTime();
            case ColumnKind.Guid or ColumnKind.Lookup:
                return from.Kind is ColumnKind.Guid or ColumnKind.Lookup ? raw : ToId();
            case ColumnKind.Choice:
                return ToChoice();
            case ColumnKind.Choices:
                return ToChoices();
            case ColumnKind.Binary:
                return from.Kind == ColumnKind.Binary ? raw : ToBinary();
            default:
                throw new InvalidOperationException($"Unknown kind {To.Kind}.");
        }
    }

    private string ToText()
    {
        if (To.MaxLength is not { } longest)
        {
            return text;
        }

        // Lengths count UTF-16 units as Dataverse does; bytes are never fewer, so the exact count is needed for few rows only.
        var length = $"(length({text}) + length(regexp_replace({text}, '[^\\x{{10000}}-\\x{{10FFFF}}]', '', 'g')))";
        checks.Add(new("true", "SY2108", $"{Quoted} || ' has ' || {length} || {Plans.Sql.Literal($" characters; {column.Name} takes {longest}")}"));
        return $"CASE WHEN strlen({text}) <= {longest} OR {length} <= {longest} THEN {text} END";
    }

    private string ToInteger()
    {
        var number = NumberText();
        Misfit($"NOT regexp_full_match({number}, '[+-]?[0-9]+(\\.0*)?')", "SY2101", "is not a whole number");
        return InRange($"CASE WHEN regexp_full_match({number}, '[+-]?[0-9]+(\\.0*)?') THEN TRY_CAST(ltrim(split_part({number}, '.', 1), '+') AS BIGINT) END");
    }

    private string ToDecimal()
    {
        var type = Plans.Sql.TypeOf(To);
        if (Plans.Sql.TypeOf(from) == type)
        {
            return InRange(raw);
        }

        var number = NumberText();
        var scale = To.ArrowScale;

        // DuckDB reads texts into 128-bit decimals a hundred times slower than into 64-bit ones: those are tried first.
        var exact = scale < 18 ? $"coalesce(CAST(TRY_CAST({number} AS DECIMAL(18,{scale})) AS {type}), TRY_CAST({number} AS {type}))" : $"TRY_CAST({number} AS {type})";
        var loses = $"TRY_CAST(TRY_CAST({number} AS {type}) AS DOUBLE) IS DISTINCT FROM TRY_CAST({number} AS DOUBLE)";
        Misfit($"NOT regexp_full_match({number}, '{AnyNumber}')", "SY2103", "is not a number");
        Misfit(
            $"CASE WHEN regexp_full_match({number}, '{PlainNumber}') THEN length(rtrim(split_part({number}, '.', 2), '0')) > {scale} ELSE {loses} END",
            "SY2104",
            $"has more than {scale} digits after the point");
        return InRange(
            $"CASE WHEN regexp_full_match({number}, '[+-]?([0-9]+|[0-9]*\\.[0-9]{{0,{scale}}}0*)') THEN {exact} "
            + $"WHEN regexp_full_match({number}, '{PlainNumber}[eE][+-]?[0-9]+') AND NOT ({loses}) THEN TRY_CAST({number} AS {type}) END");
    }

    private string ToDouble()
    {
        if (from.Kind == ColumnKind.Double)
        {
            return InRange(To.Scale is { } kept ? $"round({raw}, {kept})" : raw);
        }

        var number = NumberText();
        Misfit($"NOT regexp_full_match({number}, '{AnyNumber}')", "SY2103", "is not a number");
        var value = $"CASE WHEN regexp_full_match({number}, '{AnyNumber}') AND NOT isinf(TRY_CAST({number} AS DOUBLE)) THEN TRY_CAST({number} AS DOUBLE) END";
        if (To.Scale is not { } scale)
        {
            return InRange(value);
        }

        var tooFine = $"(regexp_full_match({number}, '{PlainNumber}') AND length(rtrim(split_part({number}, '.', 2), '0')) > {scale})";
        Misfit(tooFine, "SY2104", $"has more than {scale} digits after the point");
        return InRange($"CASE WHEN NOT {tooFine} THEN round({value}, {scale}) END");
    }

    private string ToBoolean()
    {
        var word = $"lower({text})";
        Misfit($"{word} NOT IN ('true', '1', 'yes', 'false', '0', 'no')", "SY2105", "is not true or false");
        return $"CASE WHEN {word} IN ('true', '1', 'yes') THEN true WHEN {word} IN ('false', '0', 'no') THEN false END";
    }

    private string ToDate()
    {
        if (rule.Format is not null)
        {
            var parsed = Parsed();
            Misfit($"({parsed}) IS NULL", "SY2106", $"is not a date as {rule.Format}");
            Misfit($"CAST({parsed} AS TIMESTAMP) <> CAST(CAST({parsed} AS DATE) AS TIMESTAMP)", "SY2106", "has a time of day, which a date can not keep");
            return $"CASE WHEN CAST({parsed} AS TIMESTAMP) = CAST(CAST({parsed} AS DATE) AS TIMESTAMP) THEN CAST({parsed} AS DATE) END";
        }

        var fits = $"regexp_full_match({text}, '{IsoDate}([T ]00:00(:00(\\.0+)?)?(Z|[+]00(:?00)?)?)?')";
        var date = $"CASE WHEN {fits} THEN TRY_CAST(left({text}, 10) AS DATE) END";
        Misfit($"regexp_full_match({text}, '{IsoDate}{IsoTime}({Zone})?') AND NOT {fits}", "SY2106", "has a time of day, which a date can not keep");
        Misfit($"({date}) IS NULL", "SY2106", "is not a date (YYYY-MM-DD)");
        return date;
    }

    // A time without a zone is taken as UTC.
    private string ToMoment(string type, bool withZone, string what)
    {
        if (rule.Format is not null)
        {
            Misfit($"({Parsed()}) IS NULL", "SY2106", $"is not a date as {rule.Format}");
            return $"CAST({Parsed()} AS {type})";
        }

        var zone = withZone ? $"({Zone})?" : "";
        var moment = $"CASE WHEN regexp_full_match({text}, '{IsoDate}({IsoTime}{zone})?') THEN TRY_CAST({text} AS {type}) END";
        Misfit($"({moment}) IS NULL", "SY2106", $"is not {what} (YYYY-MM-DDTHH:MM:SS{(withZone ? "Z" : "")})");
        return moment;
    }

    private string ToTime()
    {
        if (rule.Format is not null)
        {
            Misfit($"({Parsed()}) IS NULL", "SY2106", $"is not a time as {rule.Format}");
            return $"CAST({Parsed()} AS TIME)";
        }

        var time = $"CASE WHEN regexp_full_match({text}, '[0-9]{{2}}:[0-9]{{2}}') THEN TRY_CAST({text} || ':00' AS TIME) WHEN regexp_full_match({text}, '[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\\.[0-9]{{1,6}}0*)?') THEN TRY_CAST({text} AS TIME) END";
        Misfit($"({time}) IS NULL", "SY2106", "is not a time of day (HH:MM:SS)");
        return time;
    }

    private string ToId()
    {
        var id = $"CASE WHEN regexp_full_match({text}, '[{{]?[0-9a-fA-F]{{8}}-?[0-9a-fA-F]{{4}}-?[0-9a-fA-F]{{4}}-?[0-9a-fA-F]{{4}}-?[0-9a-fA-F]{{12}}[}}]?') THEN TRY_CAST(trim({text}, '{{}}') AS UUID) END";
        Misfit($"({id}) IS NULL", "SY2107", To.Kind == ColumnKind.Lookup ? "is not the id of a row" : "is not an id (8-4-4-4-12 hex digits)");
        return id;
    }

    private string ToChoice()
    {
        if (from.Kind is ColumnKind.Choice or ColumnKind.Integer && rule.Choice is null or { By: ChoiceBy.Value, Aliases.Count: 0 } && To.Choices.Count > 0)
        {
            Misfit("true", "SY2109", $"is not an option of {column.Name}");
            return $"CASE WHEN {raw} IN ({string.Join(", ", To.Choices.Select(option => option.Value.ToString(CultureInfo.InvariantCulture)))}) THEN TRY_CAST({raw} AS INTEGER) END";
        }

        var texts = new ChoiceTexts(To, rule.Choice);
        var value = Meaning(texts, $"lower({text})");
        Ambiguous(texts, $"lower({text})");
        Misfit($"({value}) IS NULL", "SY2109", $"is not an option of {column.Name}");
        return value;
    }

    private string ToChoices()
    {
        if (from.Kind == ColumnKind.Choices && rule.Choice is null)
        {
            return $"nullif({raw}, '')";
        }

        var texts = new ChoiceTexts(To, rule.Choice);
        var parts = $"list_filter(list_transform(string_split({text}, CASE WHEN contains({text}, ';') THEN ';' ELSE ',' END), lambda part: lower(trim(part))), lambda part: part <> '')";
        var values = $"list_transform({parts}, lambda part: {Meaning(texts, "part")})";
        Misfit($"len({parts}) > 0", "SY2109", $"has a part that is not an option of {column.Name}");
        return $"CASE WHEN len(list_filter({values}, lambda value: value IS NOT NULL)) = len({parts}) THEN nullif(array_to_string(list_sort(list_distinct({values})), ','), '') END";
    }

    private string ToBinary()
    {
        Misfit($"TRY(from_base64({text})) IS NULL", "SY2112", "is not Base64");
        if (To.MaxLength is { } longest)
        {
            Misfit("true", "SY2108", $"has more than {longest} bytes");
            return $"CASE WHEN octet_length(TRY(from_base64({text}))) <= {longest} THEN TRY(from_base64({text})) END";
        }

        return $"TRY(from_base64({text}))";
    }

    private string NumberText()
    {
        if (rule.Format is null || !NumberFormat.TryParse(rule.Format, out var format))
        {
            return text;
        }

        // Groups must be of three digits, so that 1.5 under the format 1.234,56 is a problem and not fifteen.
        var group = format.Group is { } sign ? $"[{sign}]" : null;
        var whole = group is null ? "[0-9]+" : $"([0-9]{{1,3}}({group}[0-9]{{3}})+|[0-9]+)";
        var fits = $"regexp_full_match({text}, {Plans.Sql.Literal($"[+-]?{whole}([{format.Point}][0-9]*)?")})";
        var bare = format.Group is { } thousands ? $"replace({text}, {Plans.Sql.Literal(thousands.ToString())}, '')" : text;
        return $"CASE WHEN {fits} THEN replace({bare}, {Plans.Sql.Literal(format.Point.ToString())}, '.') ELSE '?' || {text} END";
    }

    private string Parsed() => DateFormat.TryToStrptime(rule.Format!, out var strptime, out _)
        ? $"try_strptime({text}, {Plans.Sql.Literal(strptime)})"
        : throw new InvalidOperationException($"The date format {rule.Format} was not checked.");

    private static string Meaning(ChoiceTexts texts, string text)
    {
        var pairs = texts.Clear.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Plans.Sql.Literal(pair.Key)}: {pair.Value}")).ToList();
        return pairs.Count == 0 ? "CAST(NULL AS INTEGER)" : $"CAST(MAP {{{string.Join(", ", pairs)}}}[{text}] AS INTEGER)";
    }

    private void Ambiguous(ChoiceTexts texts, string text)
    {
        var ambiguous = texts.Ambiguous.Select(Plans.Sql.Literal).ToList();
        if (ambiguous.Count > 0)
        {
            Misfit($"{text} IN ({string.Join(", ", ambiguous)})", "SY2111", $"stands for several options of {column.Name}");
        }
    }

    // The number where it is within the column's bounds.
    private string InRange(string number)
    {
        Misfit($"({number}) IS NULL", "SY2102", "is out of range");
        switch (To.Minimum, To.Maximum)
        {
            case ({ } least, { } most):
                Misfit("true", "SY2102", $"is not between {Number(least)} and {Number(most)}");
                return $"CASE WHEN ({number}) BETWEEN {Number(least)} AND {Number(most)} THEN {number} END";
            case ({ } least, null):
                Misfit("true", "SY2102", $"is less than {Number(least)}");
                return $"CASE WHEN ({number}) >= {Number(least)} THEN {number} END";
            case (null, { } most):
                Misfit("true", "SY2102", $"is more than {Number(most)}");
                return $"CASE WHEN ({number}) <= {Number(most)} THEN {number} END";
            default:
                return number;
        }

        static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private void Misfit(string condition, string id, string words) => checks.Add(new(condition, id, $"{Quoted} || {Plans.Sql.Literal(" " + words)}"));
}
