using System.Collections.Frozen;

namespace Syncline.Sync.Mapping;

/// <summary>Functions and operators that expressions may use: scalar, the same result for the same row, and no way out of the row.</summary>
internal static class ExpressionFunctions
{
    /// <summary>All of them, in lower case.</summary>
    public static FrozenSet<string> Allowed { get; } = FrozenSet.ToFrozenSet(
    [
        // operators
        "||", "+", "-", "*", "/", "//", "%", "**", "^", "~~", "!~~", "~~*", "!~~*", "~~~", "like_escape", "not_like_escape", "ilike_escape", "not_ilike_escape",
        // text
        "lower", "upper", "lcase", "ucase", "trim", "ltrim", "rtrim", "length", "len", "strlen", "left", "right", "substring", "substr", "replace", "translate",
        "concat", "concat_ws", "split_part", "lpad", "rpad", "reverse", "contains", "starts_with", "ends_with", "prefix", "suffix", "strpos", "instr", "position",
        "regexp_replace", "regexp_extract", "regexp_matches", "regexp_full_match", "strip_accents", "nfc_normalize", "chr", "ascii", "unicode", "format", "printf",
        "md5", "sha1", "sha256", "overlay", "hex", "unhex", "to_base64",
        // numbers
        "abs", "round", "floor", "ceil", "ceiling", "trunc", "sign", "mod", "pow", "power", "sqrt", "greatest", "least", "isnan", "isfinite",
        // dates
        "strftime", "strptime", "try_strptime", "date_part", "datepart", "date_trunc", "datetrunc", "date_diff", "datediff", "date_sub", "date_add", "year",
        "month", "day", "hour", "minute", "second", "quarter", "week", "dayofweek", "isodow", "dayofyear", "last_day", "make_date", "make_timestamp", "monthname",
        "dayname", "epoch", "epoch_ms", "to_timestamp", "to_days", "to_weeks", "to_months", "to_years", "to_hours", "to_minutes", "to_seconds", "timezone",
        // nothing
        "ifnull", "nullif", "coalesce",
    ]);
}
