using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Types of columns as the option <c>columns</c> gives them: <c>amount:decimal, born:date</c>.</summary>
internal sealed class ColumnDeclarations
{
    private static readonly (string Name, ColumnKind Kind)[] Names =
    [
        ("text", ColumnKind.Text), ("integer", ColumnKind.Integer), ("decimal", ColumnKind.Decimal), ("number", ColumnKind.Double), ("boolean", ColumnKind.Boolean),
        ("date", ColumnKind.Date), ("time", ColumnKind.Time), ("date-time", ColumnKind.DateTime), ("local-date-time", ColumnKind.LocalDateTime),
        ("id", ColumnKind.Guid), ("binary", ColumnKind.Binary),
    ];

    private readonly IReadOnlyList<ColumnSchema> declared;

    private ColumnDeclarations(IReadOnlyList<ColumnSchema> declared) => this.declared = declared;

    /// <summary>No column is declared.</summary>
    public static ColumnDeclarations None { get; } = new([]);

    /// <summary>Declares columns that are known already.</summary>
    public static ColumnDeclarations Of(IReadOnlyList<ColumnSchema> columns) => new(columns);

    /// <summary>Names of the types, for people.</summary>
    public static string TypeNames { get; } = string.Join(", ", Names.Select(name => name.Name)) + "; decimal(2) keeps two digits";

    /// <summary>The declared columns, in their order; these are the columns of a file that is still to be made.</summary>
    public IReadOnlyList<ColumnSchema> Columns => declared;

    /// <summary>The declared type in which a column of another system keeps its values.</summary>
    public static string NameOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Decimal or ColumnKind.Money when type.Scale is not null => string.Create(CultureInfo.InvariantCulture, $"decimal({type.ArrowScale})"),
        ColumnKind.Money => "decimal",
        ColumnKind.Choice => "integer",
        ColumnKind.Choices => "text",
        ColumnKind.Lookup => "id",
        var kind => Array.Find(Names, known => known.Kind == kind).Name,
    };

    /// <summary>Reads the option.</summary>
    /// <exception cref="ConfigurationException">It is not written so.</exception>
    public static ColumnDeclarations Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return None;
        }

        var columns = new List<ColumnSchema>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.LastIndexOf(':');
            var name = colon < 0 ? part : part[..colon].Trim();
            var type = colon < 0 ? ColumnType.Of(ColumnKind.Text) : TypeOf(part[(colon + 1)..].Trim());
            if (name.Length == 0 || columns.Exists(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                throw Wrong(part);
            }

            columns.Add(new ColumnSchema { Name = name, Type = type });
        }

        return new ColumnDeclarations(columns);
    }

    /// <summary>The columns of a file with the declared types put in; with <paramref name="addMissing"/> also those that are only declared.</summary>
    public IReadOnlyList<ColumnSchema> Applied(IReadOnlyList<ColumnSchema> found, bool addMissing) => declared.Count == 0 ? found :
    [
        .. found.Select(column => declared.FirstOrDefault(known => string.Equals(known.Name, column.Name, StringComparison.OrdinalIgnoreCase)) is { } known ? column with { Type = known.Type } : column),
        .. declared.Where(known => addMissing && ColumnChoice.IndexOf(found, known.Name) < 0),
    ];

    private static ColumnType TypeOf(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var name = open < 0 ? text : text[..open];
        var kind = Array.Find(Names, known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
        int? scale = null;
        if (open >= 0)
        {
            scale = kind.Kind == ColumnKind.Decimal && text.EndsWith(')') && int.TryParse(text.AsSpan(open + 1, text.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits <= 28
                ? digits : throw Wrong(text);
        }

        return kind.Name is null ? throw Wrong(text) : new ColumnType { Kind = kind.Kind, Scale = scale };
    }

    private static ConfigurationException Wrong(string part) =>
        new(FileErrors.OptionValue("columns", part, $"Write name:type, each name once, joined by commas. Types: {TypeNames}."));
}
