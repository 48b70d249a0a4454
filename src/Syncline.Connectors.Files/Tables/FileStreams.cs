using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Opens files for reading, beside programs that have them open.</summary>
internal static class FileStreams
{
    /// <summary>The content of a file, decompressed.</summary>
    /// <exception cref="ConnectionException">The file is gone or can't be read.</exception>
    public static Stream Open(DataFile file) => Compression.Reading(file.FullPath, OpenAsItIs(file));

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="ConnectionException">The file is gone or can't be read.</exception>
    public static FileStream OpenAsItIs(DataFile file)
    {
        try
        {
            return new FileStream(
                file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ConnectionException(FileErrors.NoAccess(file.Shown), exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConnectionException(FileErrors.NotThere(file.Shown, "file", advice: null), exception);
        }
        catch (IOException exception)
        {
            throw new ReadException(FileErrors.ReadFailed(file.Shown, 0, exception.Message), exception);
        }
    }
}
