using System.Text;
using Microsoft.AspNetCore.Http;
using Syncline.Studio.Hosting;
using Syncline.Workspace.Values;

namespace Syncline.Studio.Preview;

/// <summary>The rows of a preview as a CSV file to save: the columns and rows that the page shows, in its order, values as they are stored.</summary>
internal static class PreviewExport
{
    private const int RowsPerRead = 5_000;

    /// <summary>Answers the download.</summary>
    public static async Task AnswerAsync(HttpContext context, PreviewSessions sessions, string connection, string table)
    {
        if (sessions.Find(connection, table) is not { } session)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("The preview was closed. Open the table again, then export.", context.RequestAborted);
            return;
        }

        var guards = context.Request.Query["formulas"] != "keep";
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(table)}\"";
        try
        {
            // Not disposed: that would send what it still holds also after a failure, as if it were a whole file.
            var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 1 << 16, leaveOpen: true);
            await WriteAsync(session, writer, guards, context.RequestAborted);
        }
        catch (Exception exception) when (DownloadFailure.IsExpected(exception))
        {
            await DownloadFailure.AnswerAsync(context, exception);
        }
    }

    /// <summary>Writes head and rows.</summary>
    public static async Task WriteAsync(PreviewSession session, TextWriter writer, bool guards, CancellationToken cancellationToken)
    {
        var stored = session.Preview.Columns.Select((column, place) => (column.Name, place)).ToDictionary(one => one.Name, one => one.place, StringComparer.OrdinalIgnoreCase);
        var shown = session.Shown.Select(column => (column.Name, Place: stored.TryGetValue(session.ValueOf(column).Name, out var place) ? place : -1)).Where(one => one.Place >= 0).ToList();
        var (count, version) = (session.Count, session.Version);
        await writer.WriteAsync(CsvLine.Of(shown.Select(one => one.Name)) + "\r\n");
        for (var from = 0; from < count && version == session.Version; from += RowsPerRead)
        {
            foreach (var row in await session.ReadAsync(from, RowsPerRead, cancellationToken))
            {
                await writer.WriteAsync(CsvLine.Of(shown.Select(one => Cell(row[one.Place], guards))) + "\r\n");
            }
        }

        await writer.FlushAsync(cancellationToken);
    }

    private static string? Cell(object? value, bool guards)
    {
        var text = InvariantText.Of(value);
        return guards && value is string ? FormulaGuard.Of(text!) : text;
    }

    private static string FileName(string table)
    {
        var name = string.Concat(table.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_'));
        return name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? name : name + ".csv";
    }
}
