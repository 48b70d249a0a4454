using System.CommandLine;
using Syncline.Cli.Terminal;
using Syncline.Workspace;

namespace Syncline.Cli;

/// <summary>What a command's code gets.</summary>
/// <param name="Arguments">The parsed command line.</param>
/// <param name="Output">Where to speak.</param>
/// <param name="Streams">The streams behind it, for the commands that ask questions.</param>
/// <param name="Home">The user's Syncline folder.</param>
internal sealed record CommandContext(ParseResult Arguments, Output Output, TerminalStreams Streams, SynclineHome Home)
{
    /// <summary>Opens the user's workspace. Cheap: nothing is read yet.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">WS1104: the home folder is none.</exception>
    public SynclineWorkspace OpenWorkspace()
    {
        Home.RequireFolder();
        return new(Home, Streams.Environment);
    }
}
