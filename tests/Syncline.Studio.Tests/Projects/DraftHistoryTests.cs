using Syncline.Studio.Projects;
using Syncline.Workspace.Projects;

namespace Syncline.Studio.Tests.Projects;

public sealed class DraftHistoryTests
{
    private readonly DraftHistory history = new();

    [Fact]
    public void Changes_are_taken_back_and_made_again_in_order()
    {
        var (first, second, third) = (Draft("a"), Draft("b"), Draft("c"));
        history.Keep(first);
        history.Keep(second);
        history.Undo(third).ShouldBe(second);
        history.Undo(second).ShouldBe(first);
        history.Undo(first).ShouldBeNull();
        history.Redo(first).ShouldBe(second);
        history.Redo(second).ShouldBe(third);
        history.Redo(third).ShouldBeNull();
    }

    [Fact]
    public void A_new_change_ends_what_could_be_made_again()
    {
        history.Keep(Draft("a"));
        history.Undo(Draft("b"));
        history.CanRedo.ShouldBeTrue();
        history.Keep(Draft("a"));
        history.CanRedo.ShouldBeFalse();
    }

    [Fact]
    public void What_is_typed_into_one_field_is_one_change_until_something_else_is_done()
    {
        var (empty, a, ab, other) = (Draft(""), Draft("a"), Draft("ab"), Draft("other"));
        history.Keep(empty, "filter");
        history.Keep(a, "filter");
        history.Keep(ab);
        history.Keep(other, "filter");
        history.Undo(Draft("now")).ShouldBe(other);
        history.Undo(other).ShouldBe(ab);
        history.Undo(ab).ShouldBe(empty);
        history.CanUndo.ShouldBeFalse();
    }

    [Fact]
    public void Only_so_many_are_kept()
    {
        for (var i = 0; i < 500; i++)
        {
            history.Keep(Draft("x"));
        }

        var steps = 0;
        while (history.CanUndo)
        {
            history.Undo(Draft("x"));
            steps++;
        }

        steps.ShouldBe(200);
    }

    private static DraftState Draft(string key) => new(new ProjectDraft { Key = [key] }, null, null);
}
