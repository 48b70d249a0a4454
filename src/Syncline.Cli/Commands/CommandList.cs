using System.CommandLine;
using Syncline.Cli.Commands.Apps;
using Syncline.Cli.Commands.Connections;
using Syncline.Cli.Commands.Plans;
using Syncline.Cli.Commands.Projects;
using Syncline.Cli.Commands.Runs;
using Syncline.Cli.Commands.Sandboxes;
using Syncline.Cli.Commands.Studios;
using Syncline.Cli.Commands.Tables;
using Syncline.Cli.Demo;

namespace Syncline.Cli.Commands;

/// <summary>Every command, in the order that help shows them.</summary>
internal static class CommandList
{
    /// <summary>Makes the commands.</summary>
    public static IEnumerable<Command> All(CommandRunner runner) =>
    [
        DemoCommand.Make(runner),
        SandboxCommand.Make(runner),
        StudioCommand.Make(runner),
        new Command("connection", "The connection library: add, authorize, test, list, show, edit, rename, duplicate, remove, export, import.")
        {
            ConnectionAddCommand.Make(runner),
            ConnectionAuthorizeCommand.Make(runner),
            ConnectionTestCommand.Make(runner),
            ConnectionListCommand.Make(runner),
            ConnectionShowCommand.Make(runner),
            ConnectionEditCommand.Make(runner),
            ConnectionRenameCommand.Make(runner),
            ConnectionDuplicateCommand.Make(runner),
            ConnectionRemoveCommand.Make(runner),
            ConnectionExportCommand.Make(runner),
            ConnectionImportCommand.Make(runner),
        },
        AuthorizeCommand.Make(runner),
        new Command("app", "Your app registration in Microsoft Entra ID (Azure).") { AppScriptCommand.Make(runner), AppCheckCommand.Make(runner) },
        new Command("table", "Tables of a connection.") { TableListCommand.Make(runner), TableShowCommand.Make(runner), TableCreateCommand.Make(runner) },
        PreviewCommand.Make(runner),
        new Command("project", "Project files.") { ProjectNewCommand.Make(runner), ProjectCheckCommand.Make(runner) },
        PlanCommand.Make(runner),
        ApplyCommand.Make(runner),
        RunCommand.Make(runner),
        RunsCommand.Make(runner),
        ResumeCommand.Make(runner),
        VerifyCommand.Make(runner),
        UndoCommand.Make(runner),
        ErrorsCommand.Make(runner),
        DoctorCommand.Make(runner),
    ];
}
