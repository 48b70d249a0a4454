using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Workspace.Tests.Probing;

/// <summary>The walk of a saved or entered connection, as the command line and the Studio get it.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly UserHome user = new();

    [Fact]
    public async Task A_saved_connection_is_tried_from_its_settings_to_its_content()
    {
        user.Write("crm/contacts.csv", "id,name\n1,Albrecht\n");
        await user.SaveCsvAsync("crm", user.FileAt("crm"));

        var steps = await user.Workspace.ProbeAsync("crm", UserHome.Cancellation).ToListAsync(UserHome.Cancellation);

        steps.Select(step => (step.Stage.Id, step.State)).ShouldBe([("settings", ProbeState.Ok), ("files", ProbeState.Ok), ("columns", ProbeState.Ok)]);
        steps[^1].Found.ShouldBe("contacts.csv has 2 columns.");
        steps.Single(step => step.Identity is not null).Identity!.System.ShouldBe(user.FileAt("crm"));
    }

    [Fact]
    public async Task Settings_of_a_form_are_tried_without_being_saved()
    {
        var settings = UserHome.Csv("new", ("path", user.FileAt("nowhere")));

        var steps = await user.Workspace.ProbeAsync(settings, UserHome.Cancellation).ToListAsync(UserHome.Cancellation);

        steps.Select(step => step.State).ShouldBe([ProbeState.Ok, ProbeState.Failed, ProbeState.Skipped]);
        (steps[1].Error!.Id, steps[1].Error!.Option).ShouldBe(("FI1003", "path"));
        (await user.Workspace.Library.ListAsync(UserHome.Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("csv", "CN1304")]
    [InlineData("dynamics", "CN1301")]
    public async Task What_is_missing_or_unknown_fails_at_the_settings_and_every_announced_stage_has_a_step(string connector, string error)
    {
        var settings = UserHome.Csv("new") with { Connector = connector };

        var steps = await user.Workspace.ProbeAsync(settings, UserHome.Cancellation).ToListAsync(UserHome.Cancellation);

        (steps[0].State, steps[0].Error!.Id).ShouldBe((ProbeState.Failed, error));
        steps.Select(step => step.Stage).ShouldBe(user.Workspace.ProbeStages(settings));
        steps.Skip(1).ShouldAllBe(step => step.State == ProbeState.Skipped);
    }

    [Fact]
    public async Task An_empty_folder_is_a_warning_for_files_may_come_later()
    {
        Directory.CreateDirectory(user.FileAt("empty"));

        var steps = await user.Workspace.ProbeAsync(UserHome.Csv("new", ("path", user.FileAt("empty"))), UserHome.Cancellation).ToListAsync(UserHome.Cancellation);

        steps.Select(step => step.State).ShouldBe([ProbeState.Ok, ProbeState.Warning, ProbeState.Ok]);
    }

    [Fact]
    public async Task A_name_that_is_not_in_the_library_is_an_error_not_a_finding() =>
        await Should.ThrowAsync<ConfigurationException>(async () => await user.Workspace.ProbeAsync("nobody", UserHome.Cancellation).ToListAsync(UserHome.Cancellation));

    public void Dispose() => user.Dispose();
}
