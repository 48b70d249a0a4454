using System.Text;

namespace Syncline.Sandbox.Certificates;

/// <summary>Files with keys in them: only their owner may read them, and they are whole from the first moment on.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder, for its owner alone when it was not there.</summary>
    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder);
        }
        else
        {
            System.IO.Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a text; see <see cref="Write(string, byte[], bool)"/>.</summary>
    public static bool Write(string path, string text, bool overwrite) => Write(path, Encoding.ASCII.GetBytes(text), overwrite);

    /// <summary>Writes under another name first and then renames, so that a sandbox that starts at the same moment never reads half a key.</summary>
    /// <returns>False when the file was there already and was not to be overwritten.</returns>
    public static bool Write(string path, byte[] content, bool overwrite)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
            }

            File.Move(temporary, path, overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
