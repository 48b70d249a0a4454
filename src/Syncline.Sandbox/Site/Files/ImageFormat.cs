namespace Syncline.Sandbox.Site.Files;

/// <summary>Which images the site takes; told by their first bytes.</summary>
internal static class ImageFormat
{
    /// <summary>The MIME type of an image, or null when it is none that the site takes.</summary>
    public static string? MimeTypeOf(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? "image/png"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : content.StartsWith("GIF8"u8) ? "image/gif"
        : content.StartsWith("BM"u8) ? "image/bmp"
        : null;
}
