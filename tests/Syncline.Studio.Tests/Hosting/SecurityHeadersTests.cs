using System.Text.RegularExpressions;

namespace Syncline.Studio.Tests.Hosting;

public sealed partial class SecurityHeadersTests(StudioSite site) : IClassFixture<StudioSite>
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/studio.js", true)]
    [InlineData("/launch?key=wrong", false)]
    [InlineData("/", false)]
    public async Task Every_answer_has_the_headers_also_a_refusal(string path, bool isIn)
    {
        using var answer = await site.GetAsync(path, isIn ? [await site.OpenAsync()] : []);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Scripts_and_styles_come_from_here_only_and_none_stands_in_a_page()
    {
        using var answer = await site.GetAsync("/", await site.OpenAsync());
        var policy = answer.Headers.GetValues("Content-Security-Policy").First().Split("; ");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("style-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("base-uri 'self'");
        policy.ShouldContain($"connect-src 'self' ws://{site.Authority}");
        policy.Where(rule => rule.Contains("unsafe", StringComparison.Ordinal)).ShouldBe(["style-src-attr 'unsafe-inline'"]);

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Script().Count(page).ShouldBeGreaterThan(1);
        Script().Matches(page).ShouldAllBe(script => script.Groups["attributes"].Value.Contains("src=", StringComparison.Ordinal) && script.Groups["content"].Value.Length == 0);
        page.ShouldNotContain("<style", Case.Insensitive);
        Handler().IsMatch(page).ShouldBeFalse();
        page.ShouldNotContain("//cdn", Case.Insensitive);
    }

    [GeneratedRegex("<script(?<attributes>[^>]*)>(?<content>[^<]*)</script>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Script();

    [GeneratedRegex(@"\son[a-z]+=", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Handler();
}
