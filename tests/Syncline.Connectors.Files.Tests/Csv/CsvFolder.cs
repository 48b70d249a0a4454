using System.Text;
using Syncline.Connectors.Files.Csv;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Files.Tests.Csv;

/// <summary>A folder of CSV files of one test, and short ways to read them as a user of the connector would.</summary>
internal sealed class CsvFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("syncline-csv-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string FullPath(string name) => Path.Combine(path, name);

    public CsvFolder Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    public CsvFolder Add(string name, params byte[] bytes)
    {
        File.WriteAllBytes(FullPath(name), bytes);
        return this;
    }

    /// <summary>Opens a connection whose relative paths count from this folder.</summary>
    public ValueTask<IConnection> ConnectAsync(string source, params (string Option, string Value)[] options)
    {
        var settings = new ConnectionSettings
        {
            Name = "files",
            Connector = "csv",
            Options = options.Append(("path", source)).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
        };
        return new CsvConnector().ConnectAsync(settings, new ConnectorServices { HttpHandler = null!, State = null!, BaseFolder = path }, Token);
    }

    /// <summary>Reads every row of one file into a grid: null for no value.</summary>
    public async Task<IReadOnlyList<object?[]>> ReadAsync(string name, params (string Option, string Value)[] options) =>
        await ReadAsync(new ReadRequest { Table = name }, options);

    public async Task<IReadOnlyList<object?[]>> ReadAsync(ReadRequest request, params (string Option, string Value)[] options)
    {
        await using var connection = await ConnectAsync(request.Table, options);
        var rows = new List<object?[]>();
        await foreach (var batch in connection.ReadAsync(request, Token))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    rows.Add([.. Enumerable.Range(0, batch.Columns.Count).Select(column => batch.GetValue(column, row))]);
                }
            }
        }

        return rows;
    }

    public async Task<IReadOnlyList<string>> ColumnsAsync(string name, params (string Option, string Value)[] options)
    {
        await using var connection = await ConnectAsync(name, options);
        return [.. (await connection.DescribeTableAsync(name, Token)).Columns.Select(column => column.Name)];
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
