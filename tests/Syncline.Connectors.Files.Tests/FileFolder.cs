using System.Text;
using Syncline.Connectors.Files.Csv;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tests;

/// <summary>A folder of files of one test, and short ways to read them as a user of the connector would.</summary>
internal sealed class FileFolder(IConnector? connector = null) : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("syncline-files-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string FullPath(string name) => Path.Combine(path, name);

    public FileFolder Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    public FileFolder Add(string name, params byte[] bytes)
    {
        File.WriteAllBytes(FullPath(name), bytes);
        return this;
    }

    /// <summary>Opens a connection whose relative paths count from this folder.</summary>
    public ValueTask<IConnection> ConnectAsync(string source, params (string Option, string Value)[] options)
    {
        var used = connector ?? new CsvConnector();
        var settings = new ConnectionSettings
        {
            Name = "files",
            Connector = used.Descriptor.Name,
            Options = options.Append(("path", source)).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
        };
        return used.ConnectAsync(settings, new ConnectorServices { HttpHandler = null!, State = null!, BaseFolder = path }, Token);
    }

    /// <summary>Reads every row of one file into a grid: null for no value.</summary>
    public async Task<IReadOnlyList<object?[]>> ReadAsync(string name, params (string Option, string Value)[] options) =>
        await ReadAsync(new ReadRequest { Table = name }, options);

    public async Task<IReadOnlyList<object?[]>> ReadAsync(ReadRequest request, params (string Option, string Value)[] options)
    {
        await using var connection = await ConnectAsync(request.Table, options);
        return await ReadAsync(connection, request);
    }

    public static async Task<IReadOnlyList<object?[]>> ReadAsync(IConnection connection, ReadRequest request)
    {
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

    /// <summary>Writes rows, found by the first column, and gives each row's outcome: "Done", or status and error id.</summary>
    public static async Task<IReadOnlyList<string>> WriteAsync(IConnection connection, string table, WriteKind kind, string[] columns, params object?[][] values)
    {
        var schema = await connection.DescribeTableAsync(table, Token);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in values)
        {
            builder.AppendRow(row);
        }

        using var rows = builder.Build();
        var result = await connection.Writer!.WriteAsync(new WriteBatch { Table = table, Kind = kind, Rows = rows, KeyColumns = [columns[0]] }, Token);
        return [.. result.Outcomes.Select(outcome => outcome.Error is { } error ? error.Id == "FI1208" ? error.Message : $"{outcome.Status} {error.Id}" : outcome.Status.ToString())];
    }

    public async Task<string> TextAsync(string name) => await File.ReadAllTextAsync(FullPath(name), Token);

    public async Task<IReadOnlyList<string>> ColumnsAsync(string name, params (string Option, string Value)[] options)
    {
        await using var connection = await ConnectAsync(name, options);
        return [.. (await connection.DescribeTableAsync(name, Token)).Columns.Select(column => column.Name)];
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
