using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Syncline.Connectors.Files.Tables;

/// <summary>
/// Brings the names in a folder to the disk. Without it a power cut can give a file that was replaced its old content back, since on Unix a
/// rename is kept with the folder (fsync(2)). Windows keeps it with the file and needs nothing.
/// </summary>
internal static class FolderFlush
{
    // Of Linux and macOS alike: these file systems and shares bring folders to the disk themselves, or can't be asked to.
    private const int BadDescriptor = 9;
    private const int NoPermission = 13;
    private const int Invalid = 22;

    /// <summary>Returns when the names are on the disk.</summary>
    /// <exception cref="IOException">The disk failed, or the folder is gone: a power cut may undo what was renamed.</exception>
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
        {
            Require(folder);
            return;
        }

        try
        {
            if (Flush(descriptor) != 0)
            {
                Require(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static void Require(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error is not (BadDescriptor or NoPermission or Invalid))
        {
            throw new IOException($"The folder {folder} could not be brought to the disk: {new Win32Exception(error).Message}.");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
