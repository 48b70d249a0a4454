using Syncline.Workspace.Values;

namespace Syncline.Workspace.Tests.Values;

public sealed class FormulaGuardTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("+49 40 555 0301", "+49 40 555 0301")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void A_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_no_other(string text, string expected) => FormulaGuard.Of(text).ShouldBe(expected);
}
