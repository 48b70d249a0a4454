using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Vocabularies;
using Syncline.Core.Tables;

namespace Syncline.Connectors.OData.Model;

/// <summary>Makes tables of entity sets. Complex values become a column for each of their parts, named by path; collections are texts of JSON that can only be read.</summary>
internal static class ODataTableBuilder
{
    private const int Deepest = 4;

    public static ODataTable Build(IEdmModel model, IEdmEntitySet set)
    {
        var type = set.EntityType;
        var keys = type.Key().Select(key => key.Name).ToList();
        var columns = new List<ODataColumn>();
        Add(model, columns, type.StructuralProperties(), [], keys);
        return new ODataTable(
            new TableSchema
            {
                Summary = new TableSummary { Name = set.Name, EntitySetName = set.Name, Description = Text(model, type, "Org.OData.Core.V1.Description") },
                Columns = [.. columns.Select(column => column.Schema)],
                Keys = keys.Count == 0 ? [] : [new TableKey("key", keys, IsPrimary: true)],
            },
            columns,
            VersionProperties(model, set));
    }

    private static void Add(IEdmModel model, List<ODataColumn> columns, IEnumerable<IEdmStructuralProperty> properties, IReadOnlyList<string> within, List<string> keys)
    {
        foreach (var property in properties)
        {
            IReadOnlyList<string> path = [.. within, property.Name];
            if (property.Type.IsComplex() && path.Count < Deepest)
            {
                Add(model, columns, property.Type.AsComplex().StructuralProperties(), path, keys);
                continue;
            }

            var name = string.Join('.', path);
            if (property.Type.IsStream() || columns.Exists(column => string.Equals(column.Schema.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var isComputed = Is(model, property, "Org.OData.Core.V1.Computed");
            var isKey = within.Count == 0 && keys.Contains(property.Name);
            var type = TypeOf(property.Type);
            columns.Add(new ODataColumn(
                new ColumnSchema
                {
                    Name = name,
                    DisplayName = Text(model, property, "Org.OData.Core.V1.Description"),
                    Type = type ?? ColumnType.Of(ColumnKind.Text),
                    CanInsert = type is not null && !isComputed,
                    CanUpdate = type is not null && !isComputed && !isKey && !Is(model, property, "Org.OData.Core.V1.Immutable"),
                    IsRequired = within.Count == 0 && !property.Type.IsNullable && !isComputed && property.Type.IsString(),
                },
                path,
                property.Type));
        }
    }

    /// <summary>The column's type; null for what is only shown, as JSON.</summary>
    private static ColumnType? TypeOf(IEdmTypeReference type)
    {
        if (type.IsEnum())
        {
            return ColumnType.Of(ColumnKind.Text);
        }

        return type.IsPrimitive() ? type.PrimitiveKind() switch
        {
            EdmPrimitiveTypeKind.String => new ColumnType { Kind = ColumnKind.Text, MaxLength = type.AsString().MaxLength },
            EdmPrimitiveTypeKind.Boolean => ColumnType.Of(ColumnKind.Boolean),
            EdmPrimitiveTypeKind.Byte or EdmPrimitiveTypeKind.SByte or EdmPrimitiveTypeKind.Int16 or EdmPrimitiveTypeKind.Int32 or EdmPrimitiveTypeKind.Int64 => ColumnType.Of(ColumnKind.Integer),
            EdmPrimitiveTypeKind.Decimal => new ColumnType { Kind = ColumnKind.Decimal, Scale = type.AsDecimal().Scale },
            EdmPrimitiveTypeKind.Single or EdmPrimitiveTypeKind.Double => ColumnType.Of(ColumnKind.Double),
            EdmPrimitiveTypeKind.DateTimeOffset => ColumnType.Of(ColumnKind.DateTime),
            EdmPrimitiveTypeKind.Date => ColumnType.Of(ColumnKind.Date),
            EdmPrimitiveTypeKind.TimeOfDay => ColumnType.Of(ColumnKind.Time),
            EdmPrimitiveTypeKind.Guid => ColumnType.Of(ColumnKind.Guid),
            EdmPrimitiveTypeKind.Binary => new ColumnType { Kind = ColumnKind.Binary, MaxLength = type.AsBinary().MaxLength },
            EdmPrimitiveTypeKind.Duration => ColumnType.Of(ColumnKind.Text),
            _ => null,
        }
        : null;
    }

    private static IReadOnlyList<string> VersionProperties(IEdmModel model, IEdmEntitySet set) =>
    [
        .. model.FindVocabularyAnnotations<IEdmVocabularyAnnotation>(set, "Org.OData.Core.V1.OptimisticConcurrency")
            .Select(annotation => annotation.Value).OfType<IEdmCollectionExpression>().SelectMany(list => list.Elements).OfType<IEdmPathExpression>().Select(path => path.PathSegments.First()),
    ];

    private static bool Is(IEdmModel model, IEdmVocabularyAnnotatable element, string term) =>
        model.FindVocabularyAnnotations<IEdmVocabularyAnnotation>(element, term).Any(annotation => annotation.Value is not IEdmBooleanConstantExpression { Value: false });

    private static string? Text(IEdmModel model, IEdmVocabularyAnnotatable element, string term) =>
        model.FindVocabularyAnnotations<IEdmVocabularyAnnotation>(element, term).Select(annotation => annotation.Value).OfType<IEdmStringConstantExpression>().FirstOrDefault()?.Value;
}
