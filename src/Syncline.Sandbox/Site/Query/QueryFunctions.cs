using System.Globalization;

namespace Syncline.Sandbox.Site.Query;

/// <summary>The <c>Microsoft.Dynamics.CRM.*</c> functions of <c>$filter</c>; each does what a FetchXML operator does. Microsoft Learn: "Web API Query Function Reference".</summary>
internal static class QueryFunctions
{
    private const string Namespace = "Microsoft.Dynamics.CRM.";
    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["In"] = "in",
        ["NotIn"] = "not-in",
        ["Between"] = "between",
        ["NotBetween"] = "not-between",
        ["ContainValues"] = "contain-values",
        ["DoesNotContainValues"] = "not-contain-values",
        ["On"] = "on",
        ["OnOrAfter"] = "on-or-after",
        ["OnOrBefore"] = "on-or-before",
        ["Today"] = "today",
        ["Yesterday"] = "yesterday",
        ["Tomorrow"] = "tomorrow",
        ["LastXDays"] = "last-x-days",
        ["NextXDays"] = "next-x-days",
        ["LastXHours"] = "last-x-hours",
        ["OlderThanXDays"] = "olderthan-x-days",
        ["ThisMonth"] = "this-month",
        ["LastMonth"] = "last-month",
        ["ThisYear"] = "this-year",
        ["LastYear"] = "last-year",
        ["EqualUserId"] = "eq-userid",
        ["NotEqualUserId"] = "ne-userid",
    };

    /// <summary>The FetchXML operator of a function, or null.</summary>
    public static string? OperatorOf(string name) => name.StartsWith(Namespace, StringComparison.Ordinal) ? Operators.GetValueOrDefault(name[Namespace.Length..]) : null;

    /// <summary>A literal as FetchXML would write it.</summary>
    public static string Text(object? literal) => literal switch
    {
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => literal?.ToString() ?? "",
    };
}
