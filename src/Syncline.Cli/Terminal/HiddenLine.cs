using System.Text;

namespace Syncline.Cli.Terminal;

/// <summary>A line typed at the terminal that is not shown.</summary>
internal static class HiddenLine
{
    /// <summary>Reads until Enter; Backspace takes the last character back.</summary>
    public static string Read()
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = System.Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return line.ToString();
                case ConsoleKey.Backspace:
                    line.Length = Math.Max(0, line.Length - 1);
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        line.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
