using Syncline.Studio.Controls;

namespace Syncline.Studio.Tests.Controls;

public sealed class AdviceTextTests
{
    [Theory]
    [InlineData("Sign in again: syncline connection authorize ended", "Sign in again.")]
    [InlineData("Make a new secret, then save it: syncline connection add sandbox … --secret client-secret=-", "Make a new secret, then save it.")]
    [InlineData("Try it with: syncline connection test x. Then ask an administrator.", "Try it with. Then ask an administrator.")]
    [InlineData("Ask an administrator to consent: https://login.example/adminconsent", "Ask an administrator to consent: https://login.example/adminconsent")]
    public void Advice_is_shown_without_the_command_to_type(string advice, string shown) => AdviceText.Of(advice).ShouldBe(shown);
}
