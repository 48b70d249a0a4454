namespace Syncline.Sync.Locking;

/// <summary>
/// A lock that the operating system holds on a file for this process and gives back when the process ends, however it ends. The file itself
/// stays: deleting it would let two processes lock two files of the same name.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock; null when somebody has it.</summary>
    public static FileLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Whether somebody has the lock now.</summary>
    public static bool IsTaken(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var own = TryTake(path);
        return own is null;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
