using System.CommandLine;
using Syncline.Cli.Terminal;

namespace Syncline.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly CommandHome user = new();

    [Theory]
    [InlineData("plam")]
    [InlineData("plan")]
    [InlineData("connection add")]
    [InlineData("preview contoso contact --rows many")]
    [InlineData("preview contoso contact --rows 0")]
    [InlineData("sandbox --seed 100")]
    [InlineData("connection add x --connector csv --set path")]
    [InlineData("connection add x --connector csv --set path=a --set path=b")]
    [InlineData("apply some.plan --max-parallelism 53 --yes --bogus")]
    [InlineData("plan show some.plan --format xml")]
    public async Task Wrong_usage_exits_with_64_and_points_to_the_help_of_the_command(string arguments)
    {
        var result = (await user.RunAsync(arguments)).ShouldExitWith(64);
        result.Error.ShouldContain("--help");
        result.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("connecton list", "syncline has no command connecton.", "Did you mean 'connection'?")]
    [InlineData("connection lst", "syncline connection has no command lst.", "Did you mean 'list'")]
    [InlineData("frobnicate", "syncline has no command frobnicate.", "Its commands are: demo,")]
    [InlineData("runs", "syncline runs is followed by one of its commands.", "Its commands are: list, show")]
    [InlineData("connection add", "syncline connection add needs a name: ", "syncline connection add --help")]
    [InlineData("project new p.yaml", "syncline project new needs --source: ", "syncline project new needs --target: ")]
    [InlineData("doctor --jsn", "syncline doctor has no option --jsn.", "Did you mean '--json'?")]
    [InlineData("plan show some.plan --format xml", "'xml' is none of table, csv, json.", "syncline plan show --help")]
    [InlineData("plan export some.plan out.csv", "syncline plan export does not take 'out.csv'", "syncline plan export needs --out: ")]
    [InlineData("studio --port 99999999", "--port takes a port, from 1 to 65535; 99999999 is none.", "syncline studio --help")]
    [InlineData("sandbox --port -5", "--port takes a port, from 1 to 65535; -5 is none.", "syncline sandbox --help")]
    [InlineData("project new p.yaml --source files a.csv --target contoso contact", "syncline project new does not take 'a.csv'", "--source takes CONNECTION/TABLE, as one word.")]
    [InlineData("doctor now", "syncline doctor does not take 'now'", "syncline doctor --help")]
    public async Task A_wrong_word_or_a_missing_one_is_named_and_what_fits_is_shown(string arguments, string message, string advice)
    {
        var error = string.Join(' ', (await user.RunAsync(arguments)).ShouldExitWith(64).Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        error.ShouldContain(message);
        error.ShouldContain(advice);
    }

    [Theory]
    [InlineData("plan show some.plan --action remove", "--action takes add, delete, update; 'remove' is none of them.")]
    [InlineData("apply some.plan --on-conflict ignore", "--on-conflict takes overwrite, skip, stop; 'ignore' is none of them.")]
    [InlineData("apply some.plan --max-failures few", "'few' is not a whole number, as --max-failures wants.")]
    public async Task A_word_that_an_option_does_not_take_is_answered_with_those_that_it_takes(string arguments, string message) =>
        (await user.RunAsync(arguments)).ShouldExitWith(64).Error.ShouldContain(message);

    [Fact]
    public async Task Wrong_usage_with_json_is_one_document_on_stdout()
    {
        var result = (await user.RunAsync("plam --json")).ShouldExitWith(64);
        result.Json.GetProperty("error").GetProperty("id").GetString().ShouldBe("CL1001");
    }

    [Fact]
    public async Task Without_any_word_the_help_is_shown()
    {
        var result = (await user.RunAsync([])).ShouldExitWith(0);
        result.Out.ShouldContain("demo");
        result.Out.ShouldContain("connection");
    }

    [Fact]
    public async Task The_help_of_connection_add_names_the_options_of_every_connector()
    {
        var help = (await user.RunAsync("connection add --help")).ShouldExitWith(0).Out;
        foreach (var option in Workspace.ConnectorList.All.SelectMany(connector => connector.Descriptor.Options).Where(option => !option.IsSecret))
        {
            help.ShouldContain(option.Name);
        }
    }

    [Fact]
    public void Every_command_and_option_has_a_description_and_every_leaf_does_something()
    {
        var root = CommandLine.BuildRoot(TerminalStreams.Console());
        foreach (var command in Descendants(root))
        {
            command.Description.ShouldNotBeNullOrEmpty(command.Name);
            command.Options.ShouldAllBe(option => !string.IsNullOrEmpty(option.Description));
            command.Arguments.ShouldAllBe(argument => !string.IsNullOrEmpty(argument.Description));
            (command.Subcommands.Count > 0 || command.Action is not null).ShouldBeTrue(command.Name);
        }
    }

    [Theory]
    [InlineData("connection show nowhere", "nowhere")]
    [InlineData("connection test nowhere", "nowhere")]
    [InlineData("table list nowhere", "nowhere")]
    [InlineData("plan nowhere.syncline.yaml", "nowhere.syncline.yaml")]
    [InlineData("plan show nowhere.plan", "nowhere.plan")]
    [InlineData("apply nowhere.plan --yes", "nowhere.plan")]
    [InlineData("runs show 2020", "2020")]
    [InlineData("resume 2020", "2020")]
    public async Task What_is_not_there_is_named_and_exits_with_1(string arguments, string name)
    {
        var result = (await user.RunAsync(arguments)).ShouldExitWith(1);
        result.Error.ShouldContain(name);
    }

    [Fact]
    public async Task Lists_of_a_new_user_are_empty()
    {
        (await user.RunAsync("connection list --json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(0);
        (await user.RunAsync("runs list --json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(0);
    }

    public void Dispose() => user.Dispose();

    private static IEnumerable<Command> Descendants(Command command) => command.Subcommands.SelectMany(child => Descendants(child).Prepend(child));
}
