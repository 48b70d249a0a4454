using Syncline.Core.Errors;

namespace Syncline.Workspace.Defects;

/// <summary>Words for what the file system refuses outside any room's own handling, on the command line (CL) and in the Studio. Safe for concurrent use.</summary>
public static class FileSystemErrors
{
    // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL as HRESULTs; ENOSPC on Linux and macOS.
    private const int DiskFull = unchecked((int)0x80070070);
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int NoSpace = 28;

    /// <summary>The error behind an exception of the file system.</summary>
    /// <param name="exception">An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    public static ErrorDetail Of(Exception exception) => exception switch
    {
        IOException { HResult: DiskFull or HandleDiskFull or NoSpace } => new()
        {
            Id = "CL1003",
            Phase = ErrorPhase.Configuration,
            Message = $"The disk is full: {exception.Message}",
            Advice = "Free some space, or point SYNCLINE_HOME to another disk, then do it again. Nothing was lost.",
        },
        UnauthorizedAccessException => new()
        {
            Id = "CL1004",
            Phase = ErrorPhase.Configuration,
            Message = exception.Message,
            Advice = "Check who owns the file or folder and its permissions.",
        },
        _ => new()
        {
            Id = "CL1005",
            Phase = ErrorPhase.Configuration,
            Message = exception.Message,
            Advice = "Check the path, and that the disk can be read and written.",
        },
    };
}
