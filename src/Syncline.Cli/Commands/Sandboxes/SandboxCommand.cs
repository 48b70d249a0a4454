using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Syncline.Cli.Terminal;
using Syncline.Core.Errors;
using Syncline.Sandbox;

namespace Syncline.Cli.Commands.Sandboxes;

/// <summary><c>syncline sandbox</c>: the local Dynamics 365 site and sign-in service, until stopped.</summary>
internal static class SandboxCommand
{
    private static readonly Option<int> Port = PortOption.Of(new Option<int>("--port") { Description = "Port on 127.0.0.1 and [::1]; a free one when not given." });

    private static readonly Option<bool> Https = new("--https") { Description = "Answers over https, with a certificate of its own development authority; the authority's file is printed." };

    private static readonly Option<string?> Seed = new("--seed") { Description = "rows=N makes N more accounts and N more contacts, the same on each start.", HelpName = "rows=N" };

    private static readonly Option<string?> Keep = new("--keep") { Description = "Keeps the site's rows in a folder, and goes on from there the next time; without it they are forgotten.", HelpName = "DIR" };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("sandbox", "Runs a local Dynamics 365 site with its own sign-in service, to try everything without risk.") { Port, Https, Seed, Keep };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var options = new SandboxOptions
        {
            Port = context.Arguments.GetValue(Port),
            Https = context.Arguments.GetValue(Https),
            SeedRows = SeedRows(context.Arguments.GetValue(Seed)),
            CertificateFolder = context.Home.Sandbox,
            Keep = context.Arguments.GetValue(Keep),
        };
        await using var sandbox = await StartAsync(options, cancellationToken);
        if (context.Output.IsJson)
        {
            context.Output.JsonLine(SandboxDescription.Of(sandbox));
        }
        else
        {
            SandboxGreeting.Print(context.Output.Text, sandbox);
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
        catch (IOException exception) when (exception.InnerException is System.Security.Cryptography.CryptographicException)
        {
            throw new ConfigurationException(
                new()
                {
                    Id = "CL1011",
                    Phase = ErrorPhase.Configuration,
                    Message = $"The sandbox's certificates can't be used: {exception.Message}",
                    Advice = $"The certificates in '{options.CertificateFolder}' serve sandboxes alone; all of them can be deleted.",
                },
                exception);
        }
        catch (SandboxFolderException exception)
        {
            throw new ConfigurationException(
                new()
                {
                    Id = "CL1012",
                    Phase = ErrorPhase.Configuration,
                    Message = $"The folder of --keep can't be used: {exception.Message}",
                    Advice = "Leave --keep out for a sandbox that forgets its rows.",
                },
                exception);
        }
        catch (IOException exception) when (options.Port != 0 && exception.InnerException is AddressInUseException or AggregateException)
        {
            throw new ConnectionException(
                new()
                {
                    Id = "CL1010",
                    Phase = ErrorPhase.Connection,
                    Message = $"The sandbox can't listen on port {options.Port}: {exception.Message}",
                    Advice = exception.InnerException is AddressInUseException
                        ? "Another program has that port. Choose another with --port, or leave --port out to take a free one."
                        : "This user may not listen there (ports below 1024 are often kept for administrators). Choose another with --port, or leave --port out to take a free one.",
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
}
