using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Tests.Plans;

public sealed class PlanDocumentationTests
{
    [Fact]
    public async Task Every_query_of_the_plan_page_works_on_a_plan_and_its_digest_query_agrees()
    {
        var folder = Directory.CreateTempSubdirectory("syncline-docs-").FullName;
        var path = Path.Combine(folder, "p.plan");
        await SamplePlans.WriteAsync(path, SamplePlans.Columns, SamplePlans.ThreeChanges, [new PlanProblem { Seq = 1, Side = "source", ErrorId = "SY2001", Message = "Too long." }]);
        await using (var connection = new DuckDBConnection($"Data Source={path};ACCESS_MODE=READ_ONLY"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            object? last = null;
            var queries = Queries();
            queries.Count.ShouldBe(7);
            foreach (var query in queries)
            {
                command.CommandText = query;
                last = await command.ExecuteScalarAsync();
                (last is not null || query.StartsWith("SET", StringComparison.Ordinal)).ShouldBeTrue(query);
            }

            last.ShouldBe(true);
        }

        SamplePlans.MakeWritable(path);
        Directory.Delete(folder, recursive: true);
    }

    private static List<string> Queries()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Syncline.slnx")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests are not run inside the repository.");
        }

        var page = File.ReadAllText(Path.Combine(root.FullName, "docs/reference/plan-file.md"));
        return [.. Regex.Matches(page, "```sql\r?\n(?<query>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["query"].Value)];
    }
}
