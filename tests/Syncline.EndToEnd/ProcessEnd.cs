using System.Diagnostics;

namespace Syncline.EndToEnd;

/// <summary>Ends a process when the test ends, however it ends.</summary>
internal sealed class ProcessEnd(Process process) : IDisposable
{
    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }
}
