using Microsoft.Extensions.DependencyInjection;
using Syncline.Studio.Projects;

namespace Syncline.Studio.Tests.Projects;

/// <summary>A project whose source can be read and whose target is a site that is not there: what is worked on needs no network.</summary>
public sealed class ProjectSessionTests : StudioPageTest
{
    private const string Text = """
        source: { connection: files, table: people.csv }
        target: { connection: contoso, table: contact }
        key: [externaluseridentifier]
        columns:
          externaluseridentifier: id
          lastname: name

        """;

    [Fact]
    public async Task Text_that_can_be_read_becomes_the_draft_and_is_saved_word_for_word()
    {
        var session = await OpenAsync();
        var typed = Text + "  firstname: { value: \"upper(name)\" }\n";
        session.Write(typed);
        session.TextError.ShouldBeNull();
        session.Draft.RuleFor("firstname")!.Value.ShouldBe("upper(name)");
        session.IsChanged.ShouldBeTrue();
        await session.SaveAsync(session.Place!, Token);
        (await File.ReadAllTextAsync(session.Path!, Token)).ShouldBe(typed);
        session.IsChanged.ShouldBeFalse();
    }

    [Fact]
    public async Task Text_that_can_not_be_read_stays_as_typed_and_the_draft_as_it_was()
    {
        var session = await OpenAsync();
        session.Write("source: [");
        session.Text.ShouldBe("source: [");
        session.TextError.ShouldNotBeNull();
        session.IsComplete.ShouldBeFalse();
        session.Draft.Columns.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_of_the_map_writes_the_text_anew_and_can_be_taken_back()
    {
        var session = await OpenAsync();
        session.Change(session.Draft.Mapped("firstname", "name"));
        session.Text.ShouldNotBeNull().ShouldContain("  firstname: name\n");
        session.CanUndo.ShouldBeTrue();
        await session.UndoAsync(Token);
        session.Draft.RuleFor("firstname").ShouldBeNull();
        session.Text.ShouldNotBeNull().ShouldNotContain("firstname");
        await session.RedoAsync(Token);
        session.Draft.RuleFor("firstname").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_comment_in_the_text_makes_the_map_read_only()
    {
        var session = await OpenAsync();
        session.Write(Text + "# who made it\n");
        session.WhyByHand.ShouldNotBeNull().ShouldContain("comments");
        session.Write(Text);
        session.WhyByHand.ShouldBeNull();
    }

    [Fact]
    public async Task A_comment_that_was_typed_is_there_again_when_what_came_after_it_is_taken_back()
    {
        var session = await OpenAsync();
        session.Write(Text + "# who made it\n");
        session.Change(session.Draft.Mapped("firstname", "name"));
        await session.UndoAsync(Token);
        session.Text.ShouldBe(Text + "# who made it\n");
        session.WhyByHand.ShouldNotBeNull();
        await session.UndoAsync(Token);
        session.Text.ShouldNotBeNull().ShouldNotContain("# who made it");
        session.WhyByHand.ShouldBeNull();
    }

    [Fact]
    public async Task A_parameter_gets_a_value_before_the_project_can_be_compared()
    {
        var session = await OpenAsync();
        session.Write(Text + "source-filter: \"name = '${who}'\"\n");
        session.WithoutValue.ShouldBe(["who"]);
        session.IsComplete.ShouldBeFalse();
        await session.GiveAsync("who", "Quist", Token);
        (session.WithoutValue.Count, session.IsComplete).ShouldBe((0, true));
        session.Draft.SourceFilter.ShouldBe("name = 'Quist'");
        session.Try(session.Draft.SourceFilter!, isCondition: true)!.Kept.ShouldBe(1);
        session.Text.ShouldNotBeNull().ShouldContain("${who}");
        await session.GiveAsync("who", null, Token);
        session.IsComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task Another_source_is_sampled_anew_and_the_one_before_again_when_it_is_taken_back()
    {
        var session = await OpenAsync();
        await SaveCsvAsync("others", "cities.csv", "city\nGent\n");
        await session.TakeAsync(asSource: true, new("others", "cities.csv"), Token);
        session.Sample.Single()["city"].ShouldBe("Gent");
        session.Try("upper(city)")!.Values.Single().Text.ShouldBe("GENT");
        await session.UndoAsync(Token);
        session.Sample.Count.ShouldBe(2);
        session.Try("upper(name)")!.Values[0].Text.ShouldBe("QUIST");
    }

    [Fact]
    public async Task An_expression_is_tried_on_the_first_rows_of_the_source()
    {
        var session = await OpenAsync();
        session.Sample.Count.ShouldBe(2);
        session.Try("upper(name)")!.Values.Select(value => value.Text).ShouldBe(["QUIST", "RUIZ"]);
        session.Try("upper(nothing)")!.Mistakes.ShouldNotBeEmpty();
    }

    private async Task<ProjectSession> OpenAsync()
    {
        await SaveCsvAsync("files", "people.csv", "id,name\n1,Quist\n2,Ruiz\n");
        await SaveProjectAsync("people", Text);
        return await Services.GetRequiredService<ProjectSessions>().OpenAsync(new ProjectPlace("people", null), Token);
    }
}
