using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Syncline.Sandbox.Site.Traffic;

/// <summary>The last 10,000 requests, and counters over all of them. Safe for concurrent use.</summary>
internal sealed class Journal
{
    private const int Capacity = 10_000;
    private static readonly string[] Told = ["Prefer", "If-Match", "If-None-Match", "User-Agent", "Consistency", "CallerObjectId", "x-ms-client-request-id", "x-ms-file-name", "x-ms-transfer-mode", "Content-Range", "Range", "SOAPAction"];
    private readonly Lock _lock = new();
    private readonly Queue<JournalEntry> _entries = new();
    private readonly SortedDictionary<int, long> _byStatus = [];
    private readonly SortedDictionary<string, long> _byMethod = new(StringComparer.Ordinal);
    private readonly SortedDictionary<Guid, long> _byUser = [];
    private (long Requests, long Parts, long RowsRead, long RowsWritten, long Faults, long Throttled) _sum;
    private int _running;
    private int _peak;

    /// <summary>The headers of a request that the journal keeps; never <c>Authorization</c> or cookies.</summary>
    public static IReadOnlyDictionary<string, string> HeadersOf(HttpRequest request) => request.Headers
        .Where(header => header.Key.StartsWith("MSCRM", StringComparison.OrdinalIgnoreCase) || Told.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    public void Begin()
    {
        lock (_lock)
        {
            _peak = Math.Max(_peak, ++_running);
        }
    }

    public void End(JournalEntry entry)
    {
        lock (_lock)
        {
            _running--;
            _sum = (_sum.Requests + 1, _sum.Parts + entry.Parts, _sum.RowsRead + entry.RowsRead, _sum.RowsWritten + entry.RowsWritten, _sum.Faults + (entry.Fault is null ? 0 : 1), _sum.Throttled + (entry.IsThrottled || entry.Status == StatusCodes.Status429TooManyRequests ? 1 : 0));
            _byStatus[entry.Status] = _byStatus.GetValueOrDefault(entry.Status) + 1;
            _byMethod[entry.Method] = _byMethod.GetValueOrDefault(entry.Method) + 1;
            if (entry.User is { } user)
            {
                _byUser[user] = _byUser.GetValueOrDefault(user) + 1;
            }

            _entries.Enqueue(entry with { Number = _sum.Requests });
            if (_entries.Count > Capacity)
            {
                _entries.Dequeue();
            }
        }
    }

    /// <summary>Begins anew; requests under way still count as running.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _byStatus.Clear();
            _byMethod.Clear();
            _byUser.Clear();
            _sum = default;
            _peak = _running;
        }
    }

    /// <summary>The entries behind a number, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Since(long number)
    {
        lock (_lock)
        {
            return [.. _entries.Where(entry => entry.Number > number)];
        }
    }

    public void WriteCounters(Utf8JsonWriter json)
    {
        lock (_lock)
        {
            json.WriteNumber("requests", _sum.Requests);
            json.WriteNumber("batchParts", _sum.Parts);
            json.WriteNumber("rowsRead", _sum.RowsRead);
            json.WriteNumber("rowsWritten", _sum.RowsWritten);
            json.WriteNumber("throttled", _sum.Throttled);
            json.WriteNumber("faults", _sum.Faults);
            json.WriteNumber("running", _running);
            json.WriteNumber("peakConcurrent", _peak);
            Counts("byStatus", _byStatus.Select(pair => (pair.Key.ToString(CultureInfo.InvariantCulture), pair.Value)));
            Counts("byMethod", _byMethod.Select(pair => (pair.Key, pair.Value)));
            Counts("byUser", _byUser.Select(pair => (pair.Key.ToString(), pair.Value)));
        }

        void Counts(string name, IEnumerable<(string Name, long Count)> counts)
        {
            json.WriteStartObject(name);
            foreach (var (key, count) in counts)
            {
                json.WriteNumber(key, count);
            }

            json.WriteEndObject();
        }
    }
}
