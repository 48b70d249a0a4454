using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Syncline.Sandbox.Site.Traffic;

/// <summary>
/// What a tester asks of the site itself, at <c>/_sandbox/</c>: <c>stats</c>, <c>requests</c>, <c>faults</c>, <c>limits</c>, <c>clock</c>
/// (docs/reference/sandbox.md). Orders are JSON and must say so, which keeps foreign web pages in a browser from giving any.
/// </summary>
internal sealed class ControlRoutes(TrafficSettings settings, ServiceProtection protection, FaultOrders faults, Journal journal, SiteClock clock)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<FaultKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] FaultMembers = ["kind", "method", "path", "skip", "times", "status", "retryAfter", "piece", "pause"];

    private static readonly string[] LimitMembers =
        ["enabled", "requests", "executionSeconds", "concurrent", "windowSeconds", "webServers", "dopHint", "millisecondsPerRequest", "millisecondsPerRowWritten", "millisecondsPerRowRead", "knee"];

    public void Map(WebApplication app)
    {
        app.MapGet("/_sandbox/stats", (RequestDelegate)(context => WriteAsync(context, json =>
        {
            json.WriteStartObject();
            journal.WriteCounters(json);
            json.WriteEndObject();
        })));
        app.MapDelete("/_sandbox/stats", (RequestDelegate)(context => Done(context, () =>
        {
            journal.Clear();
            protection.Clear();
        })));
        app.MapGet("/_sandbox/requests", (RequestDelegate)(context =>
            long.TryParse(context.Request.Query["since"].FirstOrDefault() ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var since)
                ? AnswerAsync(context, journal.Since(since))
                : RefuseAsync(context, 400, "'since' takes the number of a request.")));
        app.MapGet("/_sandbox/faults", (RequestDelegate)(context => AnswerAsync(context, faults.Pending)));
        app.MapPost("/_sandbox/faults", (RequestDelegate)(context => OrderAsync<IReadOnlyList<Fault>>(context, FaultMembers, orders =>
        {
            if (orders.Select(order => order.Problem()).FirstOrDefault(problem => problem is not null) is { } problem)
            {
                throw new ArgumentException(problem);
            }

            faults.Add(orders);
        })));
        app.MapDelete("/_sandbox/faults", (RequestDelegate)(context => Done(context, faults.Clear)));
        app.MapGet("/_sandbox/limits", (RequestDelegate)(context => AnswerAsync(context, TrafficOrder.Of(settings))));
        app.MapPost("/_sandbox/limits", (RequestDelegate)(context => OrderAsync<TrafficOrder>(context, LimitMembers, order => order.Apply(settings))));
        app.MapGet("/_sandbox/clock", (RequestDelegate)(context => AnswerAsync(context, new ClockOrder(clock.Skew.TotalSeconds))));
        app.MapPost("/_sandbox/clock", (RequestDelegate)(context => OrderAsync<ClockOrder>(context, ["skewSeconds"], order => clock.Skew = TimeSpan.FromSeconds(order.SkewSeconds))));
    }

    private static Task Done(HttpContext context, Action act)
    {
        act();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static async Task OrderAsync<T>(HttpContext context, string[] known, Action<T> act)
    {
        if (!context.Request.HasJsonContentType())
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json.");
            return;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            act(Read<T>(body.RootElement, known));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException mistake)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"The body is not JSON: {mistake.Message}");
        }
        catch (Exception mistake) when (mistake is ArgumentException or OverflowException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, mistake.Message);
        }
    }

    /// <summary>Reads an order. A mistake is told in the words of the order, not in those of the code behind it.</summary>
    private static T Read<T>(JsonElement body, string[] known)
    {
        var members = body.ValueKind == JsonValueKind.Array ? body.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).SelectMany(item => item.EnumerateObject())
            : body.ValueKind == JsonValueKind.Object ? body.EnumerateObject()
            : [];
        if (members.Select(member => member.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is unknown. Known: {string.Join(", ", known)}.");
        }

        try
        {
            return body.Deserialize<T>(Format) ?? throw new ArgumentException("The body is null.");
        }
        catch (JsonException mistake)
        {
            var kinds = string.Join(", ", Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName));
            throw new ArgumentException($"The value at '{mistake.Path}' has the wrong type{(typeof(T) == typeof(IReadOnlyList<Fault>) ? $", or is missing or unknown. Faults come in a list; their kinds are {kinds}" : "")}.", mistake);
        }
    }

    private static Task AnswerAsync<T>(HttpContext context, T value) => WriteAsync(context, json => JsonSerializer.Serialize(json, value, Format));

    private static Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", problem);
            json.WriteEndObject();
        });
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { Encoder = Format.Encoder }))
        {
            write(json);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Body of <c>/_sandbox/clock</c>.</summary>
    private sealed record ClockOrder(double SkewSeconds);
}
