using System.IO.Compression;
using ZstdSharp;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Compressed files, known by their ending: <c>.gz</c> (RFC 1952) and <c>.zst</c> (RFC 8878). The one place that knows the Zstandard library.</summary>
internal static class Compression
{
    private const string Gzip = ".gz";
    private const string Zstandard = ".zst";
    private const int ZstandardLevel = 6;

    /// <summary>The path without the ending that tells of compression.</summary>
    public static string WithoutEnding(string path) => EndingOf(path) is Gzip or Zstandard ? Path.ChangeExtension(path, null) : path;

    /// <summary>Whether the file is compressed.</summary>
    public static bool IsUsed(string path) => EndingOf(path) is Gzip or Zstandard;

    /// <summary>The content of a file; the stream given is disposed with it.</summary>
    public static Stream Reading(string path, Stream file) => EndingOf(path) switch
    {
        Gzip => new WholeGzipStream(file),
        Zstandard => new DecompressionStream(file, leaveOpen: false),
        _ => file,
    };

    /// <summary>Takes the content of a file. Disposing it ends the content and leaves the stream given open; without compression it is that stream.</summary>
    public static Stream Writing(string path, Stream file) => EndingOf(path) switch
    {
        Gzip => new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true),
        Zstandard => new CompressionStream(file, ZstandardLevel, leaveOpen: true),
        _ => file,
    };

    /// <summary>Whether an exception says that compressed content is broken or cut off.</summary>
    public static bool IsBroken(Exception exception) => exception is InvalidDataException or ZstdException or EndOfStreamException;

    private static string EndingOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}
