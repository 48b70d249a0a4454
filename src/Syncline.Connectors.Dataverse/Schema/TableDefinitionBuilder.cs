using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Parties;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>Turns a server's description of a table into columns and keys. The same for every transport.</summary>
internal static class TableDefinitionBuilder
{
    public static TableSummary Summarize(EntityDescription entity) => new()
    {
        Name = entity.LogicalName,
        DisplayName = entity.DisplayName,
        EntitySetName = entity.EntitySetName,
        Description = entity.Description,
    };

    public static TableDefinition Build(EntityDescription entity)
    {
        if (entity.EntitySetName is not { Length: > 0 } set || entity.PrimaryIdAttribute is not { Length: > 0 } primaryId)
        {
            throw SchemaErrors.NotAddressable(entity.LogicalName);
        }

        var columns = new List<ColumnDefinition>();

        // A file's name has an attribute of its own; here it is the file's companion column.
        var fileNames = entity.Attributes.Where(attribute => attribute.Type == AttributeType.File).Select(attribute => attribute.LogicalName + "_name").ToHashSet(StringComparer.Ordinal);
        foreach (var attribute in entity.Attributes.Where(attribute => !fileNames.Contains(attribute.LogicalName)).OrderBy(attribute => attribute.LogicalName, StringComparer.Ordinal))
        {
            AddColumns(columns, entity, attribute);
        }

        var schema = new TableSchema
        {
            Summary = Summarize(entity),
            Columns = [.. columns.Select(column => column.Column)],
            Keys = entity.Association is { } pair
                ? [new TableKey("association", [pair.First.Attribute, pair.Second.Attribute], IsPrimary: true)]
                : [new TableKey(primaryId, [primaryId], IsPrimary: true), .. entity.Keys.Select(key => new TableKey(key.LogicalName, key.Attributes))],
            NameColumn = entity.PrimaryNameAttribute,
            InactiveValues = InactiveValues(entity),
        };
        return new TableDefinition(schema, set, primaryId, columns)
        {
            IsElastic = entity.TableType == "Elastic" || IsPartitioned(entity),
            IsStandard = IsStandard(entity),
            Association = entity.Association,
            TracksChanges = entity.IsChangeTrackingEnabled && entity.TableType != "Virtual",
        };
    }

    private static void AddColumns(List<ColumnDefinition> columns, EntityDescription entity, AttributeDescription attribute)
    {
        var isWritable = attribute.IsValidForCreate || attribute.IsValidForUpdate;
        if (!IsOffered(attribute) || !(attribute.IsValidForRead || isWritable))
        {
            return;
        }

        var column = new ColumnDefinition
        {
            Column = new ColumnSchema
            {
                Name = attribute.LogicalName,
                DisplayName = attribute.DisplayName,
                Type = TypeOf(attribute),
                CanRead = attribute.IsValidForRead,
                IsOnRequest = IsFile(attribute),
                CanInsert = entity.IsIntersect ? IsAssociated(entity, attribute) : attribute.IsValidForCreate && !IsFile(attribute),
                CanUpdate = !entity.IsIntersect && (attribute.IsValidForUpdate || attribute.Type == AttributeType.File) && attribute.LogicalName != entity.PrimaryIdAttribute,
                IsRequired = IsRequired(entity, attribute),
                IsFoundInAnyCase = IsStandard(entity),
            },
            LogicalName = attribute.LogicalName,
            Type = attribute.Type,
            NavigationByTarget = Navigations(entity, attribute, lookup => lookup.NavigationPropertyName),
            CollectionByTarget = Navigations(entity, attribute, lookup => lookup.CollectionName),
        };
        columns.Add(column);
        if (!attribute.IsValidForRead)
        {
            return;
        }

        if (column.IsLookup)
        {
            columns.Add(Companion(column, CompanionKind.Name, "name"));
            columns.Add(Companion(column, CompanionKind.Table, "table"));
        }
        else if (attribute.Type == AttributeType.File)
        {
            columns.Add(Companion(column, CompanionKind.FileName, "name"));
        }
        else if (column.IsPartyList)
        {
            columns.Add(Companion(column, CompanionKind.PartyNames, "name"));
        }
        else if (column.Column.Type.Kind is ColumnKind.Choice or ColumnKind.Choices)
        {
            columns.Add(Companion(column, CompanionKind.Label, "label"));
        }
    }

    /// <summary>Party lists are no properties of the Web API, whose rows hold them in a collection of another table; a role without a known number can't be told apart there.</summary>
    private static bool IsOffered(AttributeDescription attribute) => attribute.Type switch
    {
        AttributeType.Other => false,
        AttributeType.PartyList => PartyRoles.Of(attribute.LogicalName) is not null,
        _ => attribute.IsValidForOData,
    };

    /// <summary>A file goes into a row that is there: it has no place in the request that makes one.</summary>
    private static bool IsFile(AttributeDescription attribute) => attribute.Type is AttributeType.File or AttributeType.Image;

    /// <summary>Every elastic table has these two columns, and no other kind has (an older site does not tell the type).</summary>
    private static bool IsPartitioned(EntityDescription entity) =>
        entity.Attributes.Any(attribute => attribute.LogicalName == "partitionid") && entity.Attributes.Any(attribute => attribute.LogicalName == "ttlinseconds");

    private static bool IsStandard(EntityDescription entity) => entity.TableType is null or "Standard" && !IsPartitioned(entity);

    private static bool IsAssociated(EntityDescription entity, AttributeDescription attribute) =>
        entity.Association is { } pair && (pair.First.Attribute == attribute.LogicalName || pair.Second.Attribute == attribute.LogicalName);

    /// <summary>
    /// Of tables that are either active (0) or inactive (1), the state first and then the reason that goes with it. Tables with other states,
    /// such as opportunities, are closed by messages of their own.
    /// </summary>
    private static IReadOnlyList<KeyValuePair<string, object>> InactiveValues(EntityDescription entity)
    {
        var state = entity.Attributes.FirstOrDefault(attribute => attribute is { Type: AttributeType.State, IsValidForUpdate: true });
        var inactive = state?.Options.FirstOrDefault(option => option.Value == 1);
        if (inactive is null || !state!.Options.Select(option => option.Value).Order().SequenceEqual([0, 1]))
        {
            return [];
        }

        var reason = entity.Attributes.FirstOrDefault(attribute => attribute is { Type: AttributeType.Status, IsValidForUpdate: true });
        var reasonValue = inactive.DefaultStatus ?? reason?.Options.FirstOrDefault(option => option.State == inactive.Value)?.Value;
        return reason is null || reasonValue is null
            ? [new(state.LogicalName, inactive.Value)]
            : [new(state.LogicalName, inactive.Value), new(reason.LogicalName, reasonValue.Value)];
    }

    private static Dictionary<string, string> Navigations(EntityDescription entity, AttributeDescription attribute, Func<LookupRelationship, string?> nameOf)
    {
        var navigations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var lookup in entity.Lookups)
        {
            if (lookup.Attribute == attribute.LogicalName && nameOf(lookup) is { } name)
            {
                navigations.TryAdd(lookup.Target, name);
            }
        }

        return navigations;
    }

    /// <summary>The server fills in owner, state and status reason, the row's id, and columns with a default of their own.</summary>
    private static bool IsRequired(EntityDescription entity, AttributeDescription attribute) =>
        attribute is { IsRequired: true, IsValidForCreate: true, HasDefault: false }
        && attribute.LogicalName != entity.PrimaryIdAttribute
        && attribute.Type is not (AttributeType.Owner or AttributeType.State or AttributeType.Status or AttributeType.Boolean);

    private static ColumnDefinition Companion(ColumnDefinition column, CompanionKind kind, string suffix) => new()
    {
        Column = new ColumnSchema
        {
            Name = $"{column.LogicalName}.{suffix}",
            DisplayName = column.Column.DisplayName is { } name ? $"{name} ({suffix})" : null,
            Type = ColumnType.Of(ColumnKind.Text),
            CanInsert = false,
            CanUpdate = false,
            CompanionOf = column.LogicalName,
        },
        LogicalName = column.LogicalName,
        Type = column.Type,
        Companion = kind,
    };

    public static ColumnType TypeOf(AttributeDescription attribute)
    {
        var type = new ColumnType
        {
            Kind = KindOf(attribute),
            MaxLength = attribute.MaxLength,
            Minimum = attribute.Minimum,
            Maximum = attribute.Maximum,
            Scale = ScaleOf(attribute),
            IsUnorderedList = attribute.Type == AttributeType.PartyList,
        };
        return attribute.Type switch
        {
            AttributeType.Lookup or AttributeType.Customer or AttributeType.Owner => type with { LookupTargets = attribute.Targets },
            AttributeType.Picklist or AttributeType.MultiSelectPicklist or AttributeType.State or AttributeType.Status => type with
            {
                Choices = attribute.Options,
                ChoiceList = attribute.GlobalChoice is { } name ? new ChoiceList(DerivedTables.ChoicesName, name) : null,
            },
            _ => type,
        };
    }

    /// <summary>
    /// Amounts whose digits the organisation or the currency decides, and computed base amounts, arrive with up to ten digits whatever
    /// the attribute's own precision says: no scale is claimed for them, so that every stored amount can be read.
    /// </summary>
    private static int? ScaleOf(AttributeDescription attribute) => attribute.Type switch
    {
        AttributeType.Decimal or AttributeType.Double => attribute.Precision,
        AttributeType.Money when attribute is { PrecisionSource: 0, IsValidForUpdate: true } => attribute.Precision,
        _ => null,
    };

    private static ColumnKind KindOf(AttributeDescription attribute) => attribute.Type switch
    {
        AttributeType.Uniqueidentifier => ColumnKind.Guid,
        AttributeType.String or AttributeType.Memo or AttributeType.EntityName or AttributeType.PartyList => ColumnKind.Text,
        AttributeType.Integer or AttributeType.BigInt => ColumnKind.Integer,
        AttributeType.Decimal => ColumnKind.Decimal,
        AttributeType.Double => ColumnKind.Double,
        AttributeType.Money => ColumnKind.Money,
        AttributeType.Boolean => ColumnKind.Boolean,
        AttributeType.DateTime => attribute.DateTimeBehavior switch
        {
            "DateOnly" => ColumnKind.Date,
            "TimeZoneIndependent" => ColumnKind.LocalDateTime,
            _ => ColumnKind.DateTime,
        },
        AttributeType.Picklist or AttributeType.State or AttributeType.Status => ColumnKind.Choice,
        AttributeType.MultiSelectPicklist => ColumnKind.Choices,
        AttributeType.File or AttributeType.Image => ColumnKind.Binary,
        AttributeType.Lookup or AttributeType.Customer or AttributeType.Owner => ColumnKind.Lookup,
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute.Type, "No column kind for this type."),
    };
}
