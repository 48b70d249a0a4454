using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Query;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>The counts at the head of a list. They stop at 5,000 (PROTOCOL 5.2).</summary>
internal static class RowCounts
{
    /// <summary>Writes the annotations that are asked for.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="prefer">What is asked for.</param>
    /// <param name="count">The number of rows, counted no further than one beyond the limit; null when it was not asked for.</param>
    public static void Write(JsonBytes json, Preferences prefer, int? count)
    {
        if (prefer.Includes("Microsoft.Dynamics.CRM.totalrecordcount"))
        {
            json.Name("@Microsoft.Dynamics.CRM.totalrecordcount");
            json.Number(count is { } total ? Math.Min(total, RowQuery.MaxPage) : -1);
        }

        if (prefer.Includes("Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"))
        {
            json.Name("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded");
            json.Bool(count > RowQuery.MaxPage);
        }

        if (prefer.Includes("Microsoft.Dynamics.CRM.globalmetadataversion"))
        {
            json.Name("@Microsoft.Dynamics.CRM.globalmetadataversion");
            json.Text(SiteFacts.MetadataVersion);
        }
    }
}
