namespace Syncline.Connectors.Files.Tables;

/// <summary>
/// Puts new content in a file's place as one step: it is written beside the file, brought to the disk, and then takes the file's name. Whoever
/// reads sees the old content or the new, never a part, and so does whoever comes after a crash.
/// </summary>
internal static class FileReplacement
{
    private const string Ending = ".syncline-new";

    /// <summary>Whether a file is content that was never finished.</summary>
    public static bool IsUnfinished(string path) => path.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>What tells one content of a file from another without reading it; null when there is no file.</summary>
    public static (long Length, DateTime Written)? StampOf(string path) => new FileInfo(path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : null;

    /// <summary>Writes a file anew.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <param name="stamp">What <see cref="StampOf"/> said of the content that the new one was made from.</param>
    /// <param name="write">Writes the content to a stream that it leaves open, or to the path given.</param>
    /// <param name="cancellationToken">Cancels before the file is replaced.</param>
    /// <exception cref="IOException">Nothing was replaced.</exception>
    /// <returns>False when another program changed the file meanwhile: nothing was replaced.</returns>
    public static async ValueTask<bool> WriteAsync(
        string path, (long Length, DateTime Written)? stamp, Func<FileStream, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        var beside = Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path) + Ending);

        // Opened alone: a second process that writes the same file fails here, and leaves the first one's work untouched.
        var file = new FileStream(beside, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 128 * 1024, FileOptions.Asynchronous);
        try
        {
            await using (file)
            {
                await write(file, cancellationToken);
                await file.FlushAsync(cancellationToken);
                file.Flush(flushToDisk: true);
            }

            if (stamp is not null && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, File.GetUnixFileMode(path));
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (StampOf(path) != stamp)
            {
                return false;
            }

            File.Move(beside, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
