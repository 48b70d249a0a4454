using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Errors;
using Syncline.Sandbox;

namespace Syncline.Cli.Commands.Sandboxes;

/// <summary><c>syncline sandbox</c>: the local Dynamics 365 site and sign-in service, until stopped.</summary>
internal static class SandboxCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "Port on 127.0.0.1 and [::1]; a free one when not given." };

    private static readonly Option<string?> Seed = new("--seed") { Description = "rows=N makes N more accounts and N more contacts, the same on each start.", HelpName = "rows=N" };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("sandbox", "Runs a local Dynamics 365 site with its own sign-in service, to try everything without risk.") { Port, Seed };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var options = new SandboxOptions { Port = context.Arguments.GetValue(Port), SeedRows = SeedRows(context.Arguments.GetValue(Seed)) };
        await using var sandbox = await StartAsync(options, cancellationToken);
        if (context.Output.IsJson)
        {
            context.Output.JsonLine(Describe(sandbox));
        }
        else
        {
            Print(context.Output.Text, sandbox);
        }

        await sandbox.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Success;
    }

    private static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await SandboxServer.StartAsync(options, cancellationToken);
        }
        catch (IOException exception) when (options.Port != 0)
        {
            throw new ConnectionException(
                new()
                {
                    Id = "CL1010",
                    Phase = ErrorPhase.Connection,
                    Message = $"The sandbox can't listen on port {options.Port}: {exception.Message}",
                    Advice = "Another program has that port. Choose another with --port, or leave --port out to take a free one.",
                },
                exception);
        }
    }

    private static int SeedRows(string? seed)
    {
        if (seed is null)
        {
            return 0;
        }

        if (seed.StartsWith("rows=", StringComparison.Ordinal)
            && int.TryParse(seed.AsSpan("rows=".Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var rows))
        {
            return rows;
        }

        throw new UsageException($"--seed takes rows=N with a whole number, not '{seed}'.");
    }

    private static object Describe(SandboxServer sandbox)
    {
        var addresses = sandbox.Addresses;
        var directory = sandbox.Options.Directory;
        return new
        {
            site = addresses.Site,
            webApi = addresses.WebApi,
            organizationService = addresses.OrganizationService,
            tenant = addresses.Tenant,
            authorizationUrl = addresses.AuthorizationUrl,
            tokenUrl = addresses.TokenUrl,
            publicClient = new { id = directory.PublicClient.Id },
            confidentialClient = new { id = directory.ConfidentialClient.Id, secret = directory.ConfidentialClient.Secret },
            users = directory.Users.Select(user => new { name = user.Name, userName = user.UserName }),
        };
    }

    private static void Print(IAnsiConsole console, SandboxServer sandbox)
    {
        var addresses = sandbox.Addresses;
        var directory = sandbox.Options.Directory;
        console.MarkupLine("[bold]The sandbox is running.[/] It is a stand-in for a Dynamics 365 site: nothing in it is real, and it forgets everything when it stops.");
        console.WriteLine();
        var facts = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn(new GridColumn().NoWrap());
        Fact("Site", addresses.Site);
        Fact("Web API", addresses.WebApi);
        Fact("Authorization URL", addresses.AuthorizationUrl);
        Fact("Token URL", addresses.TokenUrl);
        Fact("Client ID (public app)", directory.PublicClient.Id.ToString());
        Fact("Client ID (app with a secret)", directory.ConfidentialClient.Id.ToString());
        Fact("Client Secret", directory.ConfidentialClient.Secret ?? string.Empty);
        Fact("Redirect URL", directory.PublicClient.RedirectUri);
        Fact("People who can sign in", string.Join(", ", directory.Users.Select(user => user.UserName)));
        console.Write(facts);
        console.WriteLine();
        console.WriteLine("From another terminal:");
        console.WriteLine();
        console.WriteLine($"  ./syncline connection add sandbox --connector dynamics-365 --set url={addresses.Site} --set client-id={directory.PublicClient.Id} \\");
        console.WriteLine($"    --set authorization-url={addresses.AuthorizationUrl} --set token-url={addresses.TokenUrl}");
        console.WriteLine("  ./syncline connection authorize sandbox");
        console.WriteLine("  ./syncline table list sandbox");
        console.WriteLine();
        console.WriteLine("Ctrl+C stops it.");

        void Fact(string label, string value) => facts.AddRow(new Text("  " + label, new Style(Color.Grey)), new Text(value));
    }
}
