using Syncline.Core.Errors;
using Syncline.OAuth.TokenCommands;

namespace Syncline.OAuth.Tests.TokenCommands;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("az account get-access-token", "az|account|get-access-token")]
    [InlineData("  a \t b  ", "a|b")]
    [InlineData("\"C:\\Program Files\\az\\az.cmd\" x", "C:\\Program Files\\az\\az.cmd|x")]
    [InlineData("a --name='b c' ''", "a|--name=b c|")]
    [InlineData("a \"it's\" 'say \"x\"'", "a|it's|say \"x\"")]
    [InlineData("a $HOME | b > c; `d` && e", "a|$HOME|||b|>|c;|`d`|&&|e")]
    public void Words_are_parted_by_blanks_and_nothing_but_quotes_is_special(string line, string words) =>
        string.Join('|', CommandWords.Parse(line)).ShouldBe(words);

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("   ", "missing")]
    [InlineData("'' x", "missing")]
    [InlineData("a \"b", "without a closing one")]
    public void What_can_not_be_read_is_told_beside_its_option(string? line, string reason)
    {
        var error = Should.Throw<ConfigurationException>(() => CommandWords.Parse(line)).Error;

        (error.Id, error.Option).ShouldBe(("OA1013", "token-command"));
        error.Message.ShouldContain(reason);
    }
}
