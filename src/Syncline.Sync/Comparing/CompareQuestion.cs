using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syncline.Sync.Mapping;
using Syncline.Sync.Mirrors;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Comparing;

/// <summary>All that the outcome of a row depends on besides the row of each side: how values are mapped, compared and looked up, and what lookups find.</summary>
/// <param name="project">The project.</param>
/// <param name="stage">The stage; the tables of the lookup rules are made.</param>
/// <param name="query">The compare.</param>
/// <param name="mapping">The statement that maps.</param>
internal sealed class CompareQuestion(BoundProject project, DuckDbStage stage, CompareQuery query, string mapping)
{
    /// <summary>A digest of it, for <see cref="ComparedKeys"/>: the same text for the same question.</summary>
    public async Task<string> TextAsync(CancellationToken cancellationToken)
    {
        var parts = new List<string> { mapping, query.Pairs(), query.Settled(), project.Project.Duplicates.ToString(), project.Project.Actions.ToString() };
        foreach (var (index, column) in project.Columns.Index().Where(column => column.Item.Match.Count > 0))
        {
            var columns = string.Join(", ", column.Match.Select((_, i) => $"k{i}").Concat(["n", "id", "name"]));
            parts.AddRange(await stage.QueryAsync(
                $"SELECT CAST(count(*) AS VARCHAR) || ' ' || CAST(coalesce(sum(CAST(hash({columns}) AS HUGEINT)), 0) AS VARCHAR) FROM lookup_{index.ToString(CultureInfo.InvariantCulture)}",
                row => row.GetString(0),
                cancellationToken));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
    }
}
