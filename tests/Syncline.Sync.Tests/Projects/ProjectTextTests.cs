using Syncline.Sync.Projects;

namespace Syncline.Sync.Tests.Projects;

public sealed class ProjectTextTests
{
    [Fact]
    public void What_is_written_of_a_project_is_read_as_the_same_project()
    {
        var project = Read(ProjectReaderTests.Example);
        var again = Read(ProjectText.Of(project));

        ProjectText.Of(again).ShouldBe(ProjectText.Of(project));
        again.Key.ShouldBe(project.Key);
        again.SourceFilter.ShouldBe(project.SourceFilter);
        again.TargetFilter.ShouldBe(project.TargetFilter);
        again.Actions.ShouldBe(project.Actions);
        again.Guards.ShouldBe(project.Guards);
        again.Compare.ShouldBe(project.Compare);
        again.Duplicates.ShouldBe(project.Duplicates);
        foreach (var (rule, same) in project.Columns.Zip(again.Columns))
        {
            (same.Name, same.Target, same.Value, same.Format, same.Compare).ShouldBe((rule.Name, rule.Target, rule.Value, rule.Format, rule.Compare));
            same.From.ShouldBe(rule.From);
            same.Choice?.By.ShouldBe(rule.Choice!.By);
            same.Choice?.Aliases.ShouldBe(rule.Choice!.Aliases);
            (same.Lookup?.Table, same.Lookup?.Missing).ShouldBe((rule.Lookup?.Table, rule.Lookup?.Missing));
        }
    }

    [Fact]
    public void A_filter_asked_of_the_source_and_labels_to_add_come_back_too()
    {
        var project = Read(ProjectReaderTests.Start + "  c: { from: x, choice: { missing: add } }\nsource-filter: { odata: \"a eq 'b'\", sql: \"c = 'd'\" }\n");

        project.SourceNativeFilter.ShouldBe(new("odata", "a eq 'b'"));
        project.SourceFilter.ShouldBe("c = 'd'");
        project.RuleFor("c")!.Choice!.Missing.ShouldBe(MissingChoice.Add);
        var again = Read(ProjectText.Of(project));
        (again.SourceNativeFilter, again.SourceFilter, again.RuleFor("c")!.Choice!.Missing).ShouldBe((project.SourceNativeFilter, project.SourceFilter, MissingChoice.Add));
    }

    [Theory]
    [InlineData("missing: null", "missing: \"null\"")]
    [InlineData("missing: add", "missing: add")]
    [InlineData("compare: newer-wins", "mode: newer-wins")]
    [InlineData("compare: only-if-target-empty", "mode: only-if-target-empty")]
    public void Words_of_rules_are_those_of_the_reader(string given, string written)
    {
        var rule = given.StartsWith("missing", StringComparison.Ordinal) ? $"{{ from: x, lookup: {{ table: t, match: m, {given} }} }}" : $"{{ from: x, {given} }}";
        var project = Read($"{ProjectReaderTests.Start}  c: {rule}\n");
        var text = ProjectText.Of(project);
        text.ShouldContain(written);
        ProjectText.Of(Read(text)).ShouldBe(text);
    }

    [Fact]
    public void Ids_made_of_the_key_stay_so() =>
        Read(ProjectText.Of(Read(ProjectReaderTests.Start) with { NewIds = NewIds.FromKey })).NewIds.ShouldBe(NewIds.FromKey);

    [Theory]
    [InlineData("incremental: true\n")]
    [InlineData("incremental: { source-watermark: changed_at }\n")]
    [InlineData("incremental: { source-watermark: changed_at, target-watermark: modifiedon }\n")]
    [InlineData("write-back: { column: new_id }\n")]
    [InlineData("write-back: { column: new_id, from: accountnumber }\n")]
    public void Reading_changes_and_writing_back_stay_as_they_are(string more)
    {
        var project = Read(ProjectReaderTests.Start.TrimEnd() + "\n" + more);
        var text = ProjectText.Of(project);
        text.ShouldContain(more);
        var again = Read(text);
        (again.Incremental, again.WriteBack).ShouldBe((project.Incremental, project.WriteBack));
    }

    [Fact]
    public void Text_that_looks_like_a_parameter_or_holds_quotes_means_itself()
    {
        var project = Read(ProjectReaderTests.Start) with { SourceFilter = "name = '${x}' AND note = \"a: #b\"" };
        Read(ProjectText.Of(project)).SourceFilter.ShouldBe(project.SourceFilter);
    }

    private static Project Read(string text) => ProjectReader.Read(text, "p.syncline.yaml", ProjectParameters.None);
}
