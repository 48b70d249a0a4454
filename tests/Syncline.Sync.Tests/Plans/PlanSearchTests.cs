using Syncline.Sync.Plans;

namespace Syncline.Sync.Tests.Plans;

/// <summary>Finding changes by what stands in them.</summary>
public sealed class PlanSearchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-search-").FullName;

    private string Plan => Path.Combine(folder, "a.plan");

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(PlanAction.Update, "bob", "2")]
    [InlineData(PlanAction.Update, "BO", "2")]
    [InlineData(PlanAction.Add, "bob", "")]
    [InlineData(PlanAction.Update, "name", "")]
    [InlineData(PlanAction.Delete, "Cid", "3")]
    [InlineData(PlanAction.Update, "it's", "")]
    [InlineData(PlanAction.Update, "BBo", "")]
    public async Task A_text_is_found_in_values_before_and_after_and_not_in_names_or_across_values(PlanAction action, string text, string seqs)
    {
        await SamplePlans.WriteAsync(Plan, SamplePlans.Columns, SamplePlans.ThreeChanges);
        await using var plan = await PlanFile.OpenAsync(Plan, TestContext.Current.CancellationToken);
        string.Join(',', await PlanSearch.FindAsync(plan, action, text, TestContext.Current.CancellationToken)).ShouldBe(seqs);
    }

    [Fact]
    public async Task A_search_that_is_not_wanted_any_more_ends()
    {
        await SamplePlans.WriteAsync(Plan, SamplePlans.Columns, SamplePlans.ThreeChanges);
        await using var plan = await PlanFile.OpenAsync(Plan, TestContext.Current.CancellationToken);
        await Should.ThrowAsync<OperationCanceledException>(async () => await PlanSearch.FindAsync(plan, PlanAction.Add, "a", new CancellationToken(canceled: true)));
    }
}
