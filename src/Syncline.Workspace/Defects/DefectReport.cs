using System.Globalization;
using Syncline.Core.Errors;

namespace Syncline.Workspace.Defects;

/// <summary>The last resort: an exception that no room expected is a defect of ours. The person gets a sentence, the file gets the trace.</summary>
public static class DefectReport
{
    /// <summary>Writes the trace to the home folder's logs, and says where it is.</summary>
    /// <param name="exception">What was not expected.</param>
    /// <param name="home">The user's folders.</param>
    /// <param name="id">Error id of the program that met it.</param>
    public static ErrorDetail Write(Exception exception, SynclineHome home, string id)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(home);
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
            Id = id,
            Phase = ErrorPhase.Configuration,
            Message = $"Syncline met a defect of its own: {exception.Message}",
            Advice = where,
        };
    }
}
