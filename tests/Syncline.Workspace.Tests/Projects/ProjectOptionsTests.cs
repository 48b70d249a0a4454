using System.Text.Json;
using Syncline.Core.Tables;
using Syncline.Sync.Projects;
using Syncline.Workspace.Projects;

namespace Syncline.Workspace.Tests.Projects;

/// <summary>Forms say of a project what its file can say: an option that the schema has and no form shows is a failure here.</summary>
public sealed class ProjectOptionsTests
{
    // Shown as tables, map, filters and parameters; the name is the file's, and lists and hooks are for files written by hand.
    private static readonly string[] Elsewhere = ["name", "mappings", "hooks", "parameters", "source", "target", "key", "columns", "source-filter", "target-filter"];

    private static ProjectDraft Draft => new ProjectDraft
    {
        Source = new("crm", "people.csv"),
        Target = new("contoso", "contact"),
        SourceSchema = new TableSchema { Summary = new() { Name = "people.csv" }, Columns = [new() { Name = "changed_at", Type = ColumnType.Of(ColumnKind.DateTime), CanRead = true }] },
        TargetSchema = new TableSchema { Summary = new() { Name = "contact" }, Columns = [new() { Name = "modifiedon", Type = ColumnType.Of(ColumnKind.DateTime), CanRead = true, CanUpdate = true }] },
    }.Mapped("modifiedon", "changed_at") with
    { Key = ["modifiedon"], Incremental = new IncrementalReading(), WriteBack = new WriteBackRule("changed_at", null), Duplicates = new(DuplicateKeep.Newest, "changed_at") };

    public static TheoryData<string> Labels => [.. ProjectOptions.All.Select(option => option.Label)];

    [Fact]
    public void Every_option_of_the_schema_has_a_field()
    {
        using var schema = JsonDocument.Parse(ProjectSchema.Read());
        var top = schema.RootElement.GetProperty("properties");
        var paths = top.EnumerateObject().Where(property => !Elsewhere.Contains(property.Name)).SelectMany(property => Keys(property.Value).DefaultIfEmpty(null).Select(key => key is null ? property.Name : $"{property.Name}/{key}"));
        paths.Except(ProjectOptions.All.Select(option => option.Path)).ShouldBeEmpty();

        static IEnumerable<string?> Keys(JsonElement node) => node.TryGetProperty("properties", out var keys) ? keys.EnumerateObject().Select(key => key.Name)
            : node.TryGetProperty("oneOf", out var several) ? several.EnumerateArray().SelectMany(Keys) : [];
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void What_a_form_gives_is_what_the_file_says(string label)
    {
        var option = ProjectOptions.All.Single(one => one.Label == label);
        var before = option.Get(Draft);
        var other = option.Kind switch
        {
            ProjectOptionKind.Flag => before == "true" ? "false" : "true",
            ProjectOptionKind.Words => option.Words.Select(word => word.Word).First(word => word != before),
            ProjectOptionKind.Limit => "7.5%",
            ProjectOptionKind.SourceColumn or ProjectOptionKind.SourceMoment => before.Length > 0 ? "" : "changed_at",
            ProjectOptionKind.TargetColumn or ProjectOptionKind.TargetMoment => "modifiedon",
            _ => "5a1e0000-0000-4000-8000-000000000001",
        };
        option.Mistake(Draft, other).ShouldBeNull();
        var changed = option.Put(Draft, other);
        option.Get(changed).ShouldBe(other);
        if (changed.Missing.Count == 0)
        {
            var text = ProjectText.Of(changed.ToProject("p"));
            option.Get(ProjectDraft.Of(ProjectReader.Read(text, "p.syncline.yaml", ProjectParameters.None))).ShouldBe(other, text);
        }
    }

    [Fact]
    public void Every_option_is_explained_by_the_schema_and_its_words_are_the_schemas()
    {
        foreach (var option in ProjectOptions.All)
        {
            option.Schema.Help.ShouldNotBeNullOrEmpty(option.Path);
            if (option.Kind == ProjectOptionKind.Words)
            {
                option.Words.Select(word => word.Word).Where(word => word != "newest").ShouldBe(option.Schema.Words, ignoreOrder: true, option.Path);
            }
        }
    }

    [Theory]
    [InlineData("guards/max-deletes", "5 percent")]
    [InlineData("guards/max-adds", "1.5")]
    [InlineData("guards/max-updates", "-1")]
    [InlineData("actions/delete", "maybe")]
    [InlineData("write-back/column", "nowhere")]
    [InlineData("incremental/target-watermark", "nowhere")]
    public void A_value_that_means_nothing_is_told_at_the_field(string path, string value) =>
        ProjectOptions.All.First(option => option.Path == path).Mistake(Draft, value).ShouldNotBeNullOrEmpty();

    [Fact]
    public void Another_table_takes_with_it_what_was_said_of_the_columns_of_the_one_before()
    {
        var other = (Draft with { SourceFilter = "changed_at IS NOT NULL", TargetFilter = new("odata", "statecode eq 0") }).WithSide(isSource: true, new("crm", "other.csv"));
        (other.SourceFilter, other.WriteBack, other.Duplicates, other.SourceSchema).ShouldBe((null, null, DuplicatePolicy.Fail, null));
        other.TargetFilter.ShouldNotBeNull();
    }
}
