using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Workspace;

namespace Syncline.Cli;

/// <summary>The last resort: an exception that no room expected is a defect of ours. The person gets a sentence, the file gets the trace.</summary>
internal static class CrashReport
{
    /// <summary>Writes the trace to the home folder and says where it is.</summary>
    public static ErrorDetail Write(Exception exception, SynclineHome home)
    {
        var path = Path.Combine(home.Logs, $"crash-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}.txt");
        string where;
        try
        {
            Directory.CreateDirectory(home.Logs);
            File.WriteAllText(path, exception.ToString());
            where = $"The details are in {path}. Please report them; the file holds no rows and no secrets.";
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            where = $"The details could not be saved ({unwritable.Message}): {exception.GetType().Name}, {exception.TargetSite}.";
        }

        return new()
        {
            Id = "CL1002",
            Phase = ErrorPhase.Configuration,
            Message = $"Syncline stopped because of a defect of its own: {exception.Message}",
            Advice = where,
        };
    }
}
