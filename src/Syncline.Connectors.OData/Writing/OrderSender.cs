using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Syncline.Connectors.OData.Protocol;
using Syncline.Core.Errors;

namespace Syncline.Connectors.OData.Writing;

/// <summary>
/// Sends requests that write rows: together in a JSON batch (OData JSON format, section 19), each for itself where the service knows none.
/// Safe for concurrent use.
/// </summary>
internal sealed class OrderSender(ODataClient client)
{
    private const int Together = 4;

    private volatile bool hasNoBatches;

    /// <summary>Sends the requests.</summary>
    /// <returns>The answers at the same index; null where the answer was lost.</returns>
    /// <exception cref="HttpRequestException">The answer was lost.</exception>
    /// <exception cref="SignInException">The service accepted the sign-in for none of them; nothing was written.</exception>
    public async ValueTask<IReadOnlyList<RowAnswer?>> SendAsync(IReadOnlyList<RowOrder> orders, CancellationToken cancellationToken)
    {
        var single = new RowAnswer?[orders.Count];

        // Microsoft's library does not read escaped addresses within a batch as it reads them outside.
        var together = Enumerable.Range(0, orders.Count).Where(i => !orders[i].Address.Contains('%', StringComparison.Ordinal)).ToList();
        if (together.Count < 2 || hasNoBatches || await SendBatchAsync([.. together.Select(i => orders[i])], cancellationToken) is not { } answers)
        {
            together = [];
            answers = [];
        }

        foreach (var (i, answer) in together.Zip(answers))
        {
            single[i] = answer;
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, orders.Count).Except(together), new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellationToken }, async (i, token) =>
        {
            try
            {
                single[i] = await SendOneAsync(orders[i], token);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                single[i] = null; // the caller takes no answer for a lost one
            }
            catch (Exception exception) when (exception is ConnectionException or SignInException)
            {
                single[i] = new RowAnswer(default) { Trouble = ((SynclineException)exception).Error };
            }
        });

        // A sign-in that ends in the middle concerns the rows after it; one that was never good concerns everything.
        return single.All(answer => answer?.Trouble?.Phase == ErrorPhase.SignIn) && single.FirstOrDefault() is { } first ? throw new SignInException(first.Trouble!) : single;
    }

    private async ValueTask<RowAnswer> SendOneAsync(RowOrder order, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(order.Method, order.Address);
        request.Headers.TryAddWithoutValidation("Prefer", "return=minimal");
        request.Headers.Accept.ParseAdd("application/json");
        if (order.IfMatch is { } version)
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        if (order.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            request.Content.Headers.ContentType = new("application/json");
        }

        using var response = await client.SendAsync(request, cancellationToken);
        var (code, text) = response.IsSuccessStatusCode ? (null, null) : await ODataClient.ErrorOfAsync(response, cancellationToken);
        return new RowAnswer(response.StatusCode, code, text, response.Headers.RetryAfter?.Delta);
    }

    /// <summary>The answers of a batch; null when the service does not know such batches, and nothing was written.</summary>
    private async ValueTask<IReadOnlyList<RowAnswer?>?> SendBatchAsync(IReadOnlyList<RowOrder> orders, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "$batch");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.TryAddWithoutValidation("Prefer", "odata.continue-on-error, continue-on-error");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(new JsonObject { ["requests"] = new JsonArray([.. orders.Select(Json)]) }.ToJsonString()));
        request.Content.Headers.ContentType = new("application/json");
        using var response = await client.SendAsync(request, cancellationToken);
        if (ODataErrors.IsBusy(response.StatusCode))
        {
            return [.. orders.Select(_ => new RowAnswer(response.StatusCode, RetryAfter: response.Headers.RetryAfter?.Delta))];
        }

        if ((int)response.StatusCode is >= 400 and < 500 || response.StatusCode == HttpStatusCode.NotImplemented)
        {
            hasNoBatches = true;
            return null;
        }

        if (!response.IsSuccessStatusCode)
        {
            return new RowAnswer?[orders.Count];
        }

        return await AnswersAsync(response, orders.Count, cancellationToken);
    }

    private static async ValueTask<IReadOnlyList<RowAnswer?>> AnswersAsync(HttpResponseMessage response, int count, CancellationToken cancellationToken)
    {
        var answers = new RowAnswer?[count];
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(content, cancellationToken: cancellationToken);
            foreach (var answer in document.RootElement.GetProperty("responses").EnumerateArray())
            {
                if (int.TryParse(answer.GetProperty("id").GetString(), System.Globalization.CultureInfo.InvariantCulture, out var at) && at >= 0 && at < count)
                {
                    var (code, text) = answer.TryGetProperty("body", out var body) ? ODataClient.ErrorOf(body) : default;
                    answers[at] = new RowAnswer((HttpStatusCode)answer.GetProperty("status").GetInt32(), code, text);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            return answers; // what was not told counts as lost
        }

        return answers;
    }

    private static JsonObject Json(RowOrder order, int at)
    {
        var headers = new JsonObject { ["prefer"] = "return=minimal" };
        if (order.Body is not null)
        {
            headers["content-type"] = "application/json";
        }

        if (order.IfMatch is { } version)
        {
            headers["if-match"] = version;
        }

        var request = new JsonObject
        {
            ["id"] = at.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["method"] = order.Method.Method.ToLowerInvariant(),
            ["url"] = order.Address,
            ["headers"] = headers,
        };
        if (order.Body is { } body)
        {
            request["body"] = body.DeepClone();
        }

        return request;
    }
}
