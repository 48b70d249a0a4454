using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syncline.Workspace;

namespace Syncline.Studio.Sandboxes;

/// <summary>
/// Where the Studio's own sandbox is found again: the same port and the same rows from start to start, so that a connection that was saved to it works the next
/// day as well. Each home folder has a port and rows of its own.
/// </summary>
internal sealed class SandboxPlace(SynclineHome home)
{
    // Below what systems give to outgoing connections (32768 and up, 49152 on Windows and macOS).
    private const int FirstPort = 20_000;
    private const int Ports = 10_000;

    /// <summary>Folder in which the site's rows are kept.</summary>
    public string Rows => Path.Combine(home.Sandbox, "studio-rows");

    /// <summary>The port of the last start; null when there was none.</summary>
    public int? KnownPort => File.Exists(PortFile) && int.TryParse(File.ReadAllText(PortFile), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    /// <summary>The port to ask for: the one of the last start, or for the first start one that follows from the home folder's path.</summary>
    public int Port => KnownPort ?? (FirstPort + (int)(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(home.Root))) % Ports));

    private string PortFile => Path.Combine(home.Sandbox, "studio-port");

    /// <summary>Takes note of the port.</summary>
    public void Keep(int port)
    {
        Directory.CreateDirectory(home.Sandbox);
        File.WriteAllText(PortFile, port.ToString(CultureInfo.InvariantCulture));
    }
}
