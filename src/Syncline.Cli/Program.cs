using System.Globalization;
using System.Runtime.InteropServices;

namespace Syncline.Cli;

/// <summary>Entry point: signals, then the command line.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        // Texts read the same whatever the machine's language.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        using var cancellation = new CancellationTokenSource();

        // The first signal asks the running command to finish what is in flight; the second ends the process at once, which the
        // ledger is made for.
        void OnSignal(PosixSignalContext context)
        {
            if (!cancellation.IsCancellationRequested)
            {
                context.Cancel = true;
                cancellation.Cancel();
            }
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        return (int)await CommandLine.RunAsync(arguments, Terminal.TerminalStreams.Console(), cancellation.Token);
    }
}
