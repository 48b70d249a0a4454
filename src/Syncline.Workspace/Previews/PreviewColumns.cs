using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Workspace.Previews;

/// <summary>Which columns a preview shows when nobody chose, and how lookups and choices are shown by name.</summary>
public static class PreviewColumns
{
    private const int Handful = 8;

    // What people of a Dynamics 365 site look at first, as its own views do.
    private static readonly string[] Familiar =
        ["emailaddress1", "telephone1", "parentcustomerid", "primarycontactid", "address1_city", "subject", "ownerid", "statecode", "revenue"];

    /// <summary>The columns to read, in order.</summary>
    /// <param name="schema">The table.</param>
    /// <param name="asked">Names asked for; empty for a handful, <c>*</c> alone for every column.</param>
    /// <param name="raw">Numbers and ids as stored, instead of the names of choices and lookups.</param>
    /// <exception cref="SchemaException">WS1001: a column asked for is not there.</exception>
    public static IReadOnlyList<ColumnSchema> Choose(TableSchema schema, IReadOnlyList<string> asked, bool raw)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(asked);
        var columns = asked switch
        {
            [] => First(schema),
            ["*"] => schema.Columns.Where(column => column is { CanRead: true, CompanionOf: null }),
            _ => asked.Select(name => schema.Find(name) ?? throw NotThere(schema, name)),
        };
        return [.. columns.Select(column => raw ? column : Named(schema, column)).DistinctBy(column => column.Name, StringComparer.Ordinal)];
    }

    // The alternate keys and the name of a row, then what must be filled in or is familiar, then the rest.
    private static IEnumerable<ColumnSchema> First(TableSchema schema)
    {
        var identifying = schema.Keys.Where(key => !key.IsPrimary).SelectMany(key => key.Columns).Append(schema.NameColumn)
            .Select(name => name is null ? null : schema.Find(name)).OfType<ColumnSchema>();
        var familiar = Familiar.Select(schema.Find).OfType<ColumnSchema>();
        var filled = schema.Columns.Where(column => column is { CompanionOf: null } && (column.CanInsert || schema.Keys.Count == 0));
        return identifying.Concat(familiar).Concat(filled.OrderByDescending(column => column.IsRequired))
            .Where(column => column.CanRead)
            .DistinctBy(column => column.Name, StringComparer.Ordinal)
            .Take(Handful);
    }

    private static ColumnSchema Named(TableSchema schema, ColumnSchema column) => column switch
    {
        { CompanionOf: not null } => column,
        { Type.Kind: ColumnKind.Lookup } => schema.Find(column.Name + ".name") ?? column,
        { Type.Kind: ColumnKind.Choice or ColumnKind.Choices } => schema.Find(column.Name + ".label") ?? column,
        _ => column,
    };

    private static SchemaException NotThere(TableSchema schema, string name) => new(new()
    {
        Id = "WS1001",
        Phase = ErrorPhase.Schema,
        Message = $"The table {schema.Name} has no column '{name}'.",
        Advice = NearestNames.Advice(name, schema.Columns.Select(column => column.Name), $"See its columns with: syncline table show CONNECTION {schema.Name}"),
        Column = name,
    });
}
