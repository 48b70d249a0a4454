using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Syncline.OAuth.Loopback;

/// <summary>
/// What the browser shows when a sign-in came back: one calm page, complete in itself. No script and no outside resource; the
/// Content-Security-Policy allows nothing but its own style.
/// </summary>
internal sealed record ResultPage(HttpStatusCode Status, string Title, string Text, string? Advice = null, string? Detail = null)
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;background:#f5f6f8;color:#1b1f24;font:16px/1.55 "Segoe UI",system-ui,sans-serif}
        main{box-sizing:border-box;max-width:36rem;margin:1.5rem;padding:2rem 2.25rem;background:#fff;border:1px solid #d9dde3;border-radius:.75rem;border-top:.3rem solid #0b6a3c}
        main.failed{border-top-color:#b3261e}
        h1{margin:0 0 .75rem;font-size:1.4rem;font-weight:600}
        p{margin:.5rem 0;overflow-wrap:anywhere;white-space:pre-line}
        .detail{margin-top:1.25rem;padding-top:.75rem;border-top:1px solid #d9dde3;color:#57606a;font-size:.85rem}
        @media (prefers-color-scheme:dark){body{background:#16191d;color:#e6e9ed}main{background:#1f2329;border-color:#353b44}.detail{border-color:#353b44;color:#a0a9b4}}
        """;

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static ResultPage SignedIn(string system, string? user) => new(
        HttpStatusCode.OK, $"You are signed in to {system}",
        user is null ? "Syncline has what it needs." : $"Signed in as {user}.", "You can close this window and go back to Syncline.");

    /// <summary>For a sign-in that waits on another machine; whether it succeeds is decided there.</summary>
    public static ResultPage HandedOver(string system) => new(
        HttpStatusCode.OK, $"You have signed in to {system}", "One step is left: copy the line that Syncline shows in the terminal of this machine, and paste it where the sign-in waits.",
        "You can close this window.");

    /// <summary>As <see cref="HandedOver"/>, when the sign-in page said no.</summary>
    public static ResultPage RefusalHandedOver() => new(
        HttpStatusCode.BadRequest, "The sign-in was refused", "Paste the line that Syncline shows in the terminal of this machine where the sign-in waits: it says why.",
        "You can close this window.");

    public static ResultPage Failed(string message, string? advice, string? detail) =>
        new(HttpStatusCode.BadRequest, "The sign-in did not succeed", message, advice, detail);

    public static ResultPage AlreadyAnswered() => new(
        HttpStatusCode.Conflict, "This sign-in has already been answered",
        "Syncline takes one answer for each sign-in; this further one was not used.", "Close this window. To sign in again, start it anew in Syncline.");

    /// <summary>For requests that are not the answer: no page of ours, just words.</summary>
    public static ResultPage Refused(HttpStatusCode status, string text) => new(status, "Nothing to see here", text);

    /// <summary>The whole HTTP response; the connection closes after it.</summary>
    public byte[] ToResponse(bool withBody = true)
    {
        var body = Encoding.UTF8.GetBytes(Html());
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            HTTP/1.1 {(int)Status} {Reason()}
            Content-Type: text/html; charset=utf-8
            Content-Length: {body.Length}
            Content-Security-Policy: {Policy}
            Cache-Control: no-store
            Referrer-Policy: no-referrer
            X-Content-Type-Options: nosniff
            X-Frame-Options: DENY
            Connection: close


            """).ReplaceLineEndings("\r\n");
        return withBody ? [.. Encoding.ASCII.GetBytes(head), .. body] : Encoding.ASCII.GetBytes(head);
    }

    private string Reason() => Status switch
    {
        HttpStatusCode.OK => "OK",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.Conflict => "Conflict",
        HttpStatusCode.MethodNotAllowed => "Method Not Allowed",
        HttpStatusCode.MisdirectedRequest => "Misdirected Request",
        _ => Status.ToString(),
    };

    private string Html()
    {
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>").Append(Encode(Title)).Append(" - Syncline</title><style>")
            .Append(Style).Append("</style></head>\n<body><main").Append(Status == HttpStatusCode.OK ? ">" : " class=\"failed\">")
            .Append("<h1>").Append(Encode(Title)).Append("</h1>\n<p>").Append(Encode(Text)).Append("</p>\n");
        if (Advice is not null)
        {
            html.Append("<p>").Append(Encode(Advice)).Append("</p>\n");
        }

        if (Detail is not null)
        {
            html.Append("<p class=\"detail\">").Append(Encode(Detail)).Append("</p>\n");
        }

        return html.Append("</main></body></html>\n").ToString();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
