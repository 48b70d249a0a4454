using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>
/// Files that are only ever whole: a reader sees the old content or the new, whatever happens in between. Writers of one file must hold
/// one <see cref="FileLock"/>.
/// </summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>The content; null when there is no such file.</summary>
    public static async ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // Sharing deletion lets a writer on Windows replace the file while it is read here.
            await using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);
            var content = new byte[stream.Length];
            await stream.ReadExactlyAsync(content, cancellationToken);
            return content;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ConfigurationException(LibraryErrors.NoAccess(path, writing: false), exception);
        }
    }

    /// <summary>Replaces the content, or makes the file, private to its owner. On any error the old file stands untouched.</summary>
    /// <param name="path">The file; its folder is there.</param>
    /// <param name="content">New content.</param>
    /// <param name="timeProvider">Clock for the short waits that Windows can need.</param>
    /// <param name="cancellationToken">Cancels before the replacement; afterwards it is done.</param>
    /// <param name="open">Opens the temporary file; null for the usual way.</param>
    /// <exception cref="ConfigurationException">The disk is full, or the folder can't be written.</exception>
    public static async ValueTask ReplaceAsync(
        string path,
        ReadOnlyMemory<byte> content,
        TimeProvider timeProvider,
        CancellationToken cancellationToken,
        Func<string, FileStream>? open = null)
    {
        var temporary = TemporaryOf(path);
        try
        {
            RemoveLeftovers(path);
            await using (var stream = open is null ? new FileStream(temporary, PrivateFolder.NewFile(FileMode.CreateNew, FileShare.None)) : open(temporary))
            {
                await stream.WriteAsync(content, cancellationToken);

                // Without this a power cut could leave the new name with no content behind it.
                stream.Flush(flushToDisk: true);
            }

            await MoveAsync(temporary, path, timeProvider, cancellationToken);
        }
        catch (Exception exception) when (FileFault.OfWriting(path, exception) is { } error)
        {
            throw new ConfigurationException(error, exception);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string TemporaryOf(string path) => $"{path}.{Path.GetRandomFileName()}{TemporarySuffix}";

    private static async ValueTask MoveAsync(string from, string to, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(from, to, overwrite: true);
                return;
            }
            catch (Exception exception) when (
                OperatingSystem.IsWindows() && attempt < 20 && (exception is IOException or UnauthorizedAccessException))
            {
                // Virus scanners and indexers hold a new file for a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(25), timeProvider, cancellationToken);
            }
        }
    }

    /// <summary>What a killed process left behind; its content is as encrypted as the file itself.</summary>
    private static void RemoveLeftovers(string path)
    {
        // The length tells them from those of a connection whose name happens to begin like this file.
        var length = TemporaryOf(path).Length;
        foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.*{TemporarySuffix}"))
        {
            if (leftover.Length == length)
            {
                File.Delete(leftover);
            }
        }
    }
}
