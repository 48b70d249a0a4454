namespace Syncline.Studio.Runs;

/// <summary>Addresses about runs, beside that of the run itself.</summary>
internal static class RunAddress
{
    /// <summary>Every run.</summary>
    public const string All = "/runs";

    /// <summary>The plan that takes a run back.</summary>
    public static string Undo(string id) => $"/runs/{Uri.EscapeDataString(id)}/undo";

    /// <summary>All of its rows.</summary>
    public static string Rows(string id) => $"/runs/{Uri.EscapeDataString(id)}/rows";

    /// <summary>Its failed rows, to be corrected.</summary>
    public static string Failed(string id) => $"/runs/{Uri.EscapeDataString(id)}/failed";

    /// <summary>The plan that sends its failed rows again.</summary>
    public static string Again(string id) => $"/runs/{Uri.EscapeDataString(id)}/again";

    /// <summary>Its failed rows as a file.</summary>
    public static string FailedFile(string id) => $"/failed-rows/{Uri.EscapeDataString(id)}";

    /// <summary>All that runs did to a row.</summary>
    /// <param name="key">Its key, or its id.</param>
    /// <param name="like">A run that wrote to its table; null for any table.</param>
    public static string Story(string? key, string? like = null) =>
        $"/runs/row?key={Uri.EscapeDataString(key ?? string.Empty)}{(like is null ? null : $"&like={Uri.EscapeDataString(like)}")}";
}
