using System.CommandLine;
using System.Globalization;

namespace Syncline.Cli.Commands;

/// <summary>An option that takes the number of a TCP port; 0 is a free one.</summary>
internal static class PortOption
{
    private const int Last = 65_535;

    /// <summary>Refuses numbers that no port has.</summary>
    public static Option<T> Of<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is not (>= 0 and <= Last))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes a port, from 1 to {Last}; {text} is none."));
            }
        });
        return option;
    }
}
