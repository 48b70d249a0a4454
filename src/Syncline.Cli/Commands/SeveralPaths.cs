using System.CommandLine;

namespace Syncline.Cli.Commands;

/// <summary>An argument that takes several paths. The parser would take an option that it does not know for one more of them.</summary>
internal static class SeveralPaths
{
    /// <summary>Refuses values that look like options; a file whose name begins so is given as <c>./-name</c>.</summary>
    public static Argument<string[]> Of(Argument<string[]> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
            {
                result.AddError($"Unrecognized command or argument '{option.Value}'.");
            }
        });
        return argument;
    }
}
