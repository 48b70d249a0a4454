using System.Diagnostics;
using System.Globalization;
using Syncline.Connectors.Dataverse;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;

namespace Syncline.Bench.Dataverse;

/// <summary>Reads the same rows over the Web API and over the Organization Service, in turn, and says how the two compare.</summary>
internal static class SoapReads
{
    /// <param name="webApi">A connection over the Web API.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="handler">HTTP stack.</param>
    /// <param name="columns">Columns of table contact to read.</param>
    /// <param name="site">The process of the site.</param>
    public static async Task RunAsync(IConnection webApi, ConnectionSettings settings, HttpMessageHandler handler, string[] columns, Process site)
    {
        var soapSettings = settings with
        {
            Options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal) { ["transport"] = DataverseOptions.TransportOrganizationService },
        };
        await using var soap = await new DataverseConnector().ConnectAsync(soapSettings, new ConnectorServices { HttpHandler = handler, State = new MemoryState() }, default);
        for (var pass = 1; pass <= 4; pass++)
        {
            var fast = await MeasureAsync($"Web API, pass {pass}", webApi, columns, site);
            var slow = await MeasureAsync($"Organization Service, pass {pass}", soap, columns, site);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Organization Service / Web API: {slow.Seconds / fast.Seconds:N2} times the time, {slow.Cpu / fast.Cpu:N2} times the client's CPU"));
        }
    }

    private static async Task<(double Seconds, double Cpu)> MeasureAsync(string name, IConnection connection, string[] columns, Process site)
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        site.Refresh();
        var siteCpu = site.TotalProcessorTime;
        var (cpu, allocated, watch) = (self.TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
        var (count, peak) = (0, 0L);
        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "contact", Columns = columns }, default))
        {
            count += batch.RowCount;
            batch.Dispose();
            self.Refresh();
            peak = Math.Max(peak, self.WorkingSet64);
        }

        watch.Stop();
        self.Refresh();
        site.Refresh();
        var used = (self.TotalProcessorTime - cpu).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-30} {count,9:N0} rows {watch.Elapsed.TotalSeconds,6:N2} s {count / watch.Elapsed.TotalSeconds,9:N0} rows/s  client CPU {used,5:N2} s  site CPU {(site.TotalProcessorTime - siteCpu).TotalSeconds,5:N2} s  allocated {(GC.GetTotalAllocatedBytes() - allocated) / 1e6,7:N1} MB  most in memory {peak / 1e6,6:N0} MB"));
        return (watch.Elapsed.TotalSeconds, used);
    }
}
