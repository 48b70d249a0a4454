using System.Text;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Syncline.Studio.Hosting;

/// <summary>
/// Scripts, styles and pictures from this assembly: our own, Fluent UI's and Blazor's. Nothing comes from the internet, and nothing from the
/// file system, so that no request can reach a file.
/// </summary>
internal sealed class EmbeddedAssets : IFileProvider
{
    /// <summary>Blazor looks for the list of start-up scripts under this name.</summary>
    public const string ApplicationName = "Syncline.Studio";

    private const string Prefix = "assets";

    // Fluent UI's script has to be told that Blazor starts; a build that knows static web assets would have written this list.
    private const string StartUpScripts =
        """["_content/Microsoft.FluentUI.AspNetCore.Components/Microsoft.FluentUI.AspNetCore.Components.lib.module.js"]""";

    private readonly Dictionary<string, IFileInfo> files;

    public EmbeddedAssets()
    {
        var assembly = typeof(EmbeddedAssets).Assembly;
        var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(assembly.Location), TimeSpan.Zero);
        files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix + "/", StringComparison.Ordinal))
            .ToDictionary(
                name => name[Prefix.Length..],
                IFileInfo (name) => new EmbeddedAsset(name, modified, () => assembly.GetManifestResourceStream(name)!),
                StringComparer.Ordinal);
        var list = Encoding.UTF8.GetBytes(StartUpScripts);
        files[$"/{ApplicationName}.modules.json"] = new EmbeddedAsset("modules.json", modified, () => new MemoryStream(list, writable: false));
    }

    public IFileInfo GetFileInfo(string subpath) =>
        files.GetValueOrDefault(subpath.StartsWith('/') ? subpath : "/" + subpath) ?? new NotFoundFileInfo(subpath);

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
