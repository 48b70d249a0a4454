namespace Syncline.Cli.Tests;

/// <summary>Collects what is written, and tells when the first line is complete.</summary>
internal sealed class LineSignalWriter : StringWriter
{
    private readonly TaskCompletionSource<string> firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first line, once it is there.</summary>
    public Task<string> FirstLine => firstLine.Task;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        firstLine.TrySetResult(value ?? string.Empty);
    }
}
