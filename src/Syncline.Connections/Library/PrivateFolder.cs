using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>Folders and files that only their owner may open (on Unix, modes 0700 and 0600; on Windows, what the profile folder grants).</summary>
internal static class PrivateFolder
{
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes the folder with its private mode from the start; leaves one that is there as it is.</summary>
    public static void Ensure(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, FolderMode);
            }
        }
        catch (Exception exception) when (FileFault.OfWriting(path, exception) is { } error)
        {
            throw new ConfigurationException(error, exception);
        }
    }

    /// <summary>Whether group or others have any right to a file or folder.</summary>
    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;

    /// <summary>Options to open a file that is private from its first moment.</summary>
    public static FileStreamOptions NewFile(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows() && mode != System.IO.FileMode.Open)
        {
            options.UnixCreateMode = FileMode;
        }

        return options;
    }
}
