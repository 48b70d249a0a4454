namespace Syncline.Connectors.Files.Tables;

/// <summary>
/// Puts new content in a file's place as one step: it is written beside the file, brought to the disk, and then takes the file's name. Whoever
/// reads sees the old content or the new, never a part, and so does whoever comes after a crash.
/// </summary>
internal static class FileReplacement
{
    private const string Ending = ".syncline-new";
    private const string LockEnding = ".syncline-lock";

    /// <summary>Whether a file is content that was never finished, or what it was being made with.</summary>
    public static bool IsUnfinished(string path) => Path.GetFileName(path) is ['.', .. var name]
        && (name.Contains(Ending, StringComparison.Ordinal) || name.EndsWith(LockEnding, StringComparison.Ordinal));

    /// <summary>What tells one content of a file from another without reading it; null when there is no file.</summary>
    public static (long Length, DateTime Written)? StampOf(string path) => new FileInfo(Followed(path)) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : null;

    /// <summary>Writes a file anew.</summary>
    /// <param name="path">The file; it need not exist. Of a symbolic link the file that it leads to is replaced, and the link stays.</param>
    /// <param name="stamp">What <see cref="StampOf"/> said of the content that the new one was made from.</param>
    /// <param name="write">Writes the content to a stream that it leaves open, or to the path given.</param>
    /// <param name="cancellationToken">Cancels before the file is replaced.</param>
    /// <param name="flushFolder">Brings the new name to the disk; <see cref="FolderFlush"/> where it is left out.</param>
    /// <exception cref="IOException">Nothing was replaced; another process may be replacing the same file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder takes no files of this user. Nothing was replaced.</exception>
    /// <exception cref="UnsureReplacementException">It was replaced, but the disk did not say that it keeps the new name.</exception>
    /// <returns>False when another program changed the file meanwhile: nothing was replaced.</returns>
    public static async ValueTask<bool> WriteAsync(
        string path, (long Length, DateTime Written)? stamp, Func<FileStream, CancellationToken, ValueTask> write, CancellationToken cancellationToken, Action<string>? flushFolder = null)
    {
        path = Followed(path);
        if (new FileInfo(path) is { Exists: true, IsReadOnly: true })
        {
            throw new UnauthorizedAccessException($"{path} is read-only."); // a folder lets a read-only file be replaced on some systems
        }

        var beside = Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path));
        var (turn, unfinished) = (beside + LockEnding, beside + Ending);

        // Held until the new content has its name: a second process that writes the same file fails here, and leaves the first one's work untouched.
        // The content's own file can't be what is held, since it has to be closed before it is moved.
        await using var held = new FileStream(turn, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var file = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 128 * 1024, FileOptions.Asynchronous);
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
                File.SetUnixFileMode(unfinished, File.GetUnixFileMode(path));
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (StampOf(path) != stamp)
            {
                return false;
            }

            File.Move(unfinished, path, overwrite: true);
            Settle(Path.GetDirectoryName(path)!, flushFolder ?? FolderFlush.Run);
            return true;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void Settle(string folder, Action<string> flushFolder)
    {
        try
        {
            flushFolder(folder);
        }
        catch (IOException exception)
        {
            throw new UnsureReplacementException(exception);
        }
    }

    private static string Followed(string path) => new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
}
