using System.Runtime.CompilerServices;
using Syncline.Connections.Library;
using Syncline.Core.Errors;

namespace Syncline.Workspace.Doctor;

/// <summary>Looks at the machine, the library and each connection. Changes nothing but to make the home folder when it is not there.</summary>
/// <param name="workspace">The user's workspace.</param>
/// <param name="timeProvider">Clock for the patience with a connection.</param>
public sealed class Checkup(SynclineWorkspace workspace, TimeProvider timeProvider)
{
    private const int AtOnce = 4;

    /// <summary>How long a connection may take to answer.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Looks at everything; a finding comes as soon as it and those before it are made.</summary>
    public async IAsyncEnumerable<CheckupFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var finding in new MachineChecks(workspace).Run())
        {
            yield return finding;
        }

        IReadOnlyList<ConnectionEntry> entries = [];
        SynclineException? unreadable = null;
        try
        {
            entries = await workspace.Library.ListAsync(cancellationToken);
        }
        catch (SynclineException exception)
        {
            unreadable = exception;
        }

        yield return unreadable is null
            ? CheckupFinding.Well(CheckupArea.Library, "library", $"{workspace.Library.Folder}: {Count(entries.Count)}.")
            : CheckupFinding.Of(CheckupArea.Library, "library", unreadable.Error);
        foreach (var entry in entries.Where(entry => entry.Error is not null))
        {
            yield return CheckupFinding.Of(CheckupArea.Library, entry.Name, entry.Error!);
        }

        var checks = new ConnectionChecks(workspace, timeProvider);
        foreach (var some in entries.Where(entry => entry.Error is null).Chunk(AtOnce))
        {
            foreach (var finding in await Task.WhenAll(some.Select(entry => checks.TryAsync(entry.Name, cancellationToken))))
            {
                yield return finding;
            }
        }
    }

    private static string Count(int connections) => connections switch
    {
        0 => "no connections yet",
        1 => "1 connection",
        _ => $"{connections} connections",
    };
}
