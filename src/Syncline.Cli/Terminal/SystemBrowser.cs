using System.ComponentModel;
using System.Diagnostics;

namespace Syncline.Cli.Terminal;

/// <summary>The browser that the person uses.</summary>
internal static class SystemBrowser
{
    /// <summary>Opens an address in it.</summary>
    /// <returns>Whether something was there to open it with; what becomes of it is not known.</returns>
    public static bool TryOpen(Uri page)
    {
        ArgumentNullException.ThrowIfNull(page);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                using var started = Process.Start(new ProcessStartInfo(page.AbsoluteUri) { UseShellExecute = true });
                return true;
            }

            // The address goes as one argument to a fixed program; no shell reads it.
            var opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
            var start = new ProcessStartInfo(opener) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add(page.AbsoluteUri);
            using var process = Process.Start(start);
            return process is not null;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }
}
