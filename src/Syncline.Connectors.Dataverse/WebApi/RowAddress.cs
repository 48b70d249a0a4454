using Syncline.Connectors.Dataverse.Writing;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Address of a row below the Web API's base: <c>accounts(5b4c…)</c> or, by alternate key, <c>accounts(accountnumber='A-1')</c>
/// (https://learn.microsoft.com/power-apps/developer/data-platform/use-alternate-key-reference-record).
/// </summary>
internal static class RowAddress
{
    /// <param name="plan">The batch.</param>
    /// <param name="row">The row; none of its key cells is null.</param>
    /// <param name="escape">Percent-encode values, for use in a URL; not within a body.</param>
    public static string Of(RowWritePlan plan, int row, bool escape)
    {
        if (plan.FindsByPrimaryId)
        {
            return $"{plan.Table.EntitySetName}({plan.Rows.GetGuid(plan.Keys[0].Index, row):D})";
        }

        var parts = plan.Keys.Select(key =>
        {
            var literal = ODataLiteral.Of(plan.Rows.GetValue(key.Index, row));
            return $"{PageQuery.PropertyOf(key.Definition)}={(escape ? Uri.EscapeDataString(literal) : literal)}";
        });
        return $"{plan.Table.EntitySetName}({string.Join(',', parts)})";
    }
}
