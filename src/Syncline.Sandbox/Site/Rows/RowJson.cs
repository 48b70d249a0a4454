using System.Globalization;
using System.Runtime.CompilerServices;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>Writes rows as the Web API shows them. One instance serves one request.</summary>
internal sealed class RowJson(Snapshot snapshot, Catalog catalog, Preferences prefer, bool single)
{
    private static readonly byte[] ETagName = JsonBytes.NameOf("@odata.etag");
    private readonly bool _formatted = prefer.Includes("OData.Community.Display.V1.FormattedValue");
    private readonly bool _table = prefer.Includes("Microsoft.Dynamics.CRM.lookuplogicalname");
    private readonly bool _navigation = prefer.Includes("Microsoft.Dynamics.CRM.associatednavigationproperty");
    private readonly ValueFormat _format = new(snapshot, catalog);

    public Snapshot Snapshot => snapshot;

    /// <summary>True in a document of one row, false in a list.</summary>
    public bool Single => single;

    /// <summary>The ETag of a row.</summary>
    public static string ETag(Row row) => row.Table.Facts.Elastic
        ? string.Create(CultureInfo.InvariantCulture, $"W/\"{row.Version:x8}-0000-0200-0000-{row.Version:x12}\"")
        : string.Create(CultureInfo.InvariantCulture, $"W/\"{row.Version}\"");

    /// <summary><c>versionnumber</c>; an elastic table's is a count of ticks (PROTOCOL 5.8).</summary>
    public static long VersionOf(Row row) => row.Table.Facts.Elastic ? 638_000_000_000_000_000 + row.Version : row.Version;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteETag(JsonBytes json, Row row)
    {
        // W/"number" with its quotes escaped, as JSON wants it; written raw because it is on every row.
        if (row.Table.Facts.Elastic)
        {
            json.Name(ETagName);
            json.Text(ETag(row));
            return;
        }

        Span<byte> buffer = stackalloc byte[32];
        "\"W/\\\""u8.CopyTo(buffer);
        row.Version.TryFormat(buffer[5..], out var digits, default, CultureInfo.InvariantCulture);
        "\\\"\""u8.CopyTo(buffer[(5 + digits)..]);
        json.Name(ETagName);
        json.Raw(buffer[..(8 + digits)]);
    }

    /// <summary>Writes the fields of a row.</summary>
    /// <remarks>Compiled at full strength at once, here and below: most sandboxes end before the runtime has found its hot code.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteFields(JsonBytes json, Row row, Projection projection)
    {
        foreach (var field in projection.Fields)
        {
            var value = ValueOf(row, field);
            if (value is null)
            {
                json.Name(field.Name);
                json.Null();
                continue;
            }

            WriteField(json, row, field, value);
        }
    }

    /// <summary>Writes one field that has a value, with the annotations that are asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteField(JsonBytes json, Row row, Field field, object value)
    {
        if (_formatted && _format.Of(row, field.Column, value) is { } text)
        {
            json.Name(field.FormattedName);
            json.Text(text);
        }

        if (value is Reference reference)
        {
            if (_navigation && NavigationOf(field.Column, reference) is { } navigation)
            {
                json.Name(field.NavigationName);
                json.Text(navigation);
            }

            if (_table)
            {
                json.Name(field.TableName);
                json.Text(reference.Table.Name);
            }
        }

        json.Name(field.Name);
        WriteValue(json, field.Column, value);
    }

    /// <summary>The value that a row shows: stored, or derived from the key, the version or other columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static object? ValueOf(Row row, Field field)
    {
        var value = row[field.Column];
        if (value is not null)
        {
            return value;
        }

        var table = row.Table;
        return ReferenceEquals(field.Column, table.PrimaryId) ? row.Id
            : ReferenceEquals(field.Column, table.Version) ? VersionOf(row)
            : field.Composite?.Of(row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteValue(JsonBytes json, Column? column, object value)
    {
        switch (value)
        {
            case string text:
                json.Text(text);
                break;
            case Reference reference:
                json.Id(reference.Id);
                break;
            case int number:
                json.Number(number);
                break;
            case bool flag:
                json.Bool(flag);
                break;
            case DateTime moment when column is { IsDateOnly: true }:
                json.Date(moment);
                break;
            case DateTime moment:
                json.Moment(moment);
                break;
            case decimal number:
                // Seen on the wire: 100000.0 in lists, 10000.0000000000 in a row of its own (PROTOCOL 5.2).
                json.Number(single ? number + 0.0000000000m : number);
                break;
            case long number:
                json.Number(number);
                break;
            case Guid id:
                json.Id(id);
                break;
            case double number:
                json.Number(number);
                break;
            case int[] numbers:
                json.Text(string.Join(',', numbers));
                break;
            default:
                throw new InvalidOperationException($"A row holds a {value.GetType().Name}.");
        }
    }

    private static string? NavigationOf(Column column, Reference reference)
    {
        foreach (var navigation in column.Navigations)
        {
            if (navigation.Target == reference.Table.Name || (navigation.Target == "owner" && reference.Table.Facts.Principal))
            {
                return navigation.Name;
            }
        }

        return null;
    }
}
