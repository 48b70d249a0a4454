using System.Globalization;
using System.Runtime.InteropServices;
using Syncline.Core.Errors;

namespace Syncline.Workspace.Doctor;

/// <summary>Looks at the computer: what Syncline runs on, whether its home folder can be written, space, and the key to the secrets.</summary>
internal sealed class MachineChecks(SynclineWorkspace workspace)
{
    /// <summary>Free bytes below which a compare of usual size may not end: both sides are staged on disk.</summary>
    private const long LeastFree = 512L * 1024 * 1024;

    private string Root => workspace.Home.Root;

    /// <summary>The findings.</summary>
    public IEnumerable<CheckupFinding> Run()
    {
        yield return Well("runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}.");
        var home = HomeFolder();
        yield return home;
        if (home.Problem is null)
        {
            yield return DiskSpace(new DriveInfo(Root).AvailableFreeSpace);
        }

        yield return Well("secrets", $"Saved secrets are protected by {workspace.Library.Protection}.");
    }

    /// <summary>The finding for so many free bytes.</summary>
    internal CheckupFinding DiskSpace(long free)
    {
        var words = free >= 10L * 1024 * 1024 * 1024
            ? string.Create(CultureInfo.InvariantCulture, $"{free / (1024 * 1024 * 1024)} GB")
            : string.Create(CultureInfo.InvariantCulture, $"{free / (1024 * 1024)} MB");
        return free >= LeastFree
            ? Well("disk space", $"{words} free for {Root}.")
            : CheckupFinding.Of(CheckupArea.Machine, "disk space", new()
            {
                Id = "WS1102",
                Phase = ErrorPhase.Configuration,
                Message = $"Only {words} are free on the disk of {Root}; a compare keeps both tables there while it works.",
                Advice = $"Free some space, or point {SynclineHome.Variable} to another disk.",
            });
    }

    private static CheckupFinding Well(string name, string finding) => CheckupFinding.Well(CheckupArea.Machine, name, finding);

    private CheckupFinding HomeFolder()
    {
        var probe = Path.Combine(Root, $".doctor-{Path.GetRandomFileName()}");
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Root);
            }
            else
            {
                Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose))
            {
                return Well("home folder", $"{Root} can be written.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return CheckupFinding.Of(CheckupArea.Machine, "home folder", new()
            {
                Id = "WS1101",
                Phase = ErrorPhase.Configuration,
                Message = $"The home folder {Root} can't be written: {exception.Message}",
                Advice = $"Correct who owns the folder and its permissions, or name another with {SynclineHome.Variable}.",
            });
        }
    }
}
