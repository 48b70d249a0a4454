using System.Globalization;
using System.Text.RegularExpressions;

namespace Syncline.Conformance.Connector;

/// <summary>The error codes that the Dataverse connector knows by name, read as source text, against <c>error-codes.csv</c>.</summary>
public sealed partial class ServerErrorCodesTests
{
    /// <summary>Where the connector's name reads better than the published one; the meaning is the same.</summary>
    private static readonly Dictionary<string, string> PublishedNames = new(StringComparer.Ordinal)
    {
        ["UserNotEnabled"] = "unManagedidsusernotenabled",
        ["Unexpected"] = "UnExpected",
        ["IsvUnexpected"] = "IsvUnExpected",
        ["SqlError"] = "unManagedidssqlerror",
        ["SqlTimeout"] = "unManagedidssqltimeouterror",
        ["HttpError"] = "CrmHttpError",
        ["NumberOfRequestsLimit"] = "ThrottlingBurstRequestLimitExceededError",
        ["ExecutionTimeLimit"] = "ThrottlingTimeExceededError",
        ["ConcurrentRequestsLimit"] = "ThrottlingConcurrencyLimitExceededError",
    };

    /// <summary>Codes that sites send although the table leaves them out; the recorded answers have them.</summary>
    private static readonly string[] Unpublished = ["PayloadError", "UriUnparsable"];

    private static string Source => Path.Combine(Recordings.Checkout, "src", "Syncline.Connectors.Dataverse", "Errors", "ServerErrorCodes.cs");

    [Fact]
    public async Task Every_code_of_the_connector_is_published_under_that_name()
    {
        var published = Recordings.Rows("error-codes.csv").GroupBy(row => Number(row["hex"]))
            .ToDictionary(group => group.Key, group => group.Select(row => row["name"]).ToList());
        var answers = Recordings.Json("webapi/documented-errors-and-annotations.json").GetRawText();
        var codes = Declaration.Matches(await File.ReadAllTextAsync(Source, TestContext.Current.CancellationToken));
        codes.Count.ShouldBeGreaterThan(0);
        var wrong = new List<string>();
        foreach (Match code in codes)
        {
            var (name, hex) = (code.Groups["name"].Value, code.Groups["hex"].Value);
            if (Unpublished.Contains(name))
            {
                answers.ShouldContain(hex, Case.Insensitive, name);
            }
            else if (!published.TryGetValue(Number(hex), out var names))
            {
                wrong.Add($"{name} {hex}: not published");
            }
            else if (!names.Contains(PublishedNames.GetValueOrDefault(name, name), StringComparer.Ordinal))
            {
                wrong.Add($"{name} {hex}: published as {string.Join(", ", names)}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static uint Number(string hex) => uint.Parse(hex.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"const uint (?<name>\w+) = (?<hex>0x[0-9a-fA-F]{8});", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration { get; }
}
