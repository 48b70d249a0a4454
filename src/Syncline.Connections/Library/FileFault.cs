using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>Tells the operating system's file errors apart, which .NET all calls <see cref="IOException"/>.</summary>
internal static class FileFault
{
    // ENOSPC and EDQUOT as Linux and macOS number them; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] DiskFullCodes =
        OperatingSystem.IsWindows() ? [unchecked((int)0x80070070), unchecked((int)0x80070027)]
        : OperatingSystem.IsMacOS() ? [28, 69]
        : [28, 122];

    // EAGAIN, by which flock says that another holds the lock; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    private static readonly int[] InUseCodes =
        OperatingSystem.IsWindows() ? [unchecked((int)0x80070020), unchecked((int)0x80070021)]
        : OperatingSystem.IsMacOS() ? [35]
        : [11];

    public static bool IsDiskFull(Exception exception) => exception is IOException && DiskFullCodes.Contains(exception.HResult);

    public static bool IsInUse(Exception exception) => exception is IOException && InUseCodes.Contains(exception.HResult);

    /// <summary>The error that a failed write means to a person; null when it means nothing special.</summary>
    public static ErrorDetail? OfWriting(string path, Exception exception) => exception switch
    {
        _ when IsDiskFull(exception) => LibraryErrors.DiskFull(path),
        UnauthorizedAccessException => LibraryErrors.NoAccess(path, writing: true),
        _ => null,
    };
}
