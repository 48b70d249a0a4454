namespace Syncline.Cli.Commands;

/// <summary>Arguments of the form <c>name=value</c>.</summary>
internal static class Assignments
{
    /// <summary>Reads them; each name once.</summary>
    /// <param name="option">The option they were given with, for messages.</param>
    /// <param name="arguments">The arguments.</param>
    public static Dictionary<string, string> Parse(string option, IEnumerable<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"{option} takes name=value, not '{argument}'.");
            }

            if (!values.TryAdd(argument[..equals].Trim(), argument[(equals + 1)..]))
            {
                throw new UsageException($"{option} {argument[..equals].Trim()}=… is given twice.");
            }
        }

        return values;
    }
}
