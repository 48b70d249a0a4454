namespace Syncline.Studio.Preview;

/// <summary>Addresses of the preview.</summary>
internal static class PreviewAddress
{
    /// <summary>The page that shows a table's rows.</summary>
    public static string Of(string connection, string table) => $"/preview/{Uri.EscapeDataString(connection)}/{Uri.EscapeDataString(table)}";

    /// <summary>The download of what the page shows.</summary>
    /// <param name="connection">Connection.</param>
    /// <param name="table">Table.</param>
    /// <param name="guards">Whether cells that a spreadsheet would take for formulas are made harmless.</param>
    public static string Export(string connection, string table, bool guards) =>
        $"/preview-export/{Uri.EscapeDataString(connection)}/{Uri.EscapeDataString(table)}?formulas={(guards ? "guard" : "keep")}";
}
