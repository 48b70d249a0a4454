using System.Text.Json;

namespace Syncline.Cli.Tests;

/// <summary>What a command answered.</summary>
internal sealed record CommandResult(int Code, string Out, string Error)
{
    /// <summary>stdout as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Fails with everything that was said, when the exit code is another.</summary>
    public CommandResult ShouldExitWith(int code)
    {
        Code.ShouldBe(code, $"stdout:\n{Out}\nstderr:\n{Error}");
        Error.ShouldNotContain("   at Syncline", Case.Sensitive, "a stack trace reached the terminal");
        Error.ShouldNotContain("CL1002", Case.Sensitive, "a defect of our own");
        return this;
    }
}
