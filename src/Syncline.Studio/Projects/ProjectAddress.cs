namespace Syncline.Studio.Projects;

/// <summary>Addresses of projects.</summary>
internal static class ProjectAddress
{
    /// <summary>Every project.</summary>
    public const string All = "/projects";

    /// <summary>The project that is not saved yet.</summary>
    public const string New = "/projects/new";

    /// <summary>Takes a table into the project at hand, as its source, target or lookup.</summary>
    /// <param name="role"><c>source</c>, <c>target</c> or <c>lookup</c>.</param>
    /// <param name="connection">Connection.</param>
    /// <param name="table">Table.</param>
    /// <param name="column">For a lookup, the column that is matched; null to choose it later.</param>
    public static string Use(string role, string connection, string table, string? column = null) =>
        $"/projects/use/{role}?of={Uri.EscapeDataString(connection)}&table={Uri.EscapeDataString(table)}{(column is null ? null : $"&column={Uri.EscapeDataString(column)}")}";

    /// <summary>A saved project, or the new one for null.</summary>
    public static string Of(ProjectPlace? place) => place is null ? New : $"/projects/{Uri.EscapeDataString(place.Name)}{Query(place)}";

    /// <summary>The compare of a saved project.</summary>
    public static string Compare(ProjectPlace place) => $"/projects/{Uri.EscapeDataString(place.Name)}/compare{Query(place)}";

    /// <summary>A run.</summary>
    public static string Run(string id) => $"/runs/{Uri.EscapeDataString(id)}";

    private static string? Query(ProjectPlace place) => place.Folder is null ? null : $"?in={Uri.EscapeDataString(place.Folder)}";
}
