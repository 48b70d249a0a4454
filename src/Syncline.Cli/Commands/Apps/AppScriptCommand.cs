using System.CommandLine;
using Syncline.Workspace.Apps;

namespace Syncline.Cli.Commands.Apps;

/// <summary><c>syncline app script</c>: prints the commands that register an app in Microsoft Entra ID. Runs nothing.</summary>
internal static class AppScriptCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "Name of the app, as people see it on the consent page.", DefaultValueFactory = _ => "Syncline" };

    private static readonly Option<string> Redirect = new("--redirect") { Description = "Redirect URL of the app.", DefaultValueFactory = _ => "http://localhost", HelpName = "URL" };

    private static readonly Option<bool> WithSecret = new("--secret") { Description = "The app gets a client secret (confidential)." };

    private static readonly Option<bool> Public = new("--public") { Description = "The app has no secret; sign-ins are protected by PKCE. This is the default." };

    private static readonly Option<bool> ApplicationUser = new("--application-user") { Description = "The app signs in as itself, without a person (client_credentials); it gets a secret." };

    private static readonly Option<string?> Tenant = new("--tenant") { Description = "Tenant to register in: its ID or a domain. Default: the one that az is signed in to.", HelpName = "TENANT" };

    private static readonly Option<string?> Url = new("--url") { Description = "Address of the Dynamics 365 site, for the last steps.", HelpName = "URL" };

    private static readonly Option<bool> PowerShell = new("--powershell") { Description = "Write it for PowerShell instead of sh." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("script", "Prints az commands that register an app for Syncline in Microsoft Entra ID; runs nothing.")
        {
            Name, Redirect, Public, WithSecret, ApplicationUser, Tenant, Url, PowerShell,
        };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        if (arguments.GetValue(Public) && (arguments.GetValue(WithSecret) || arguments.GetValue(ApplicationUser)))
        {
            throw new UsageException("A public app has no secret.", "Give --public alone, or leave it out.");
        }

        var shell = arguments.GetValue(PowerShell) ? ScriptShell.PowerShell : ScriptShell.Bash;
        var script = AppScript.For(
            new AppRegistration
            {
                Name = arguments.GetRequiredValue(Name),
                RedirectUrl = arguments.GetRequiredValue(Redirect),
                HasSecret = arguments.GetValue(WithSecret),
                IsApplicationUser = arguments.GetValue(ApplicationUser),
                Tenant = arguments.GetValue(Tenant),
                SiteUrl = arguments.GetValue(Url),
            },
            shell);
        if (context.Output.IsJson)
        {
            context.Output.Result(new { shell, script }, _ => { });
        }
        else
        {
            await context.Streams.Out.WriteAsync(script.AsMemory(), cancellationToken);
            context.Output.Say("[grey]Nothing was run. Read it, then save it to a file and run it.[/]");
        }

        return ExitCode.Success;
    }
}
