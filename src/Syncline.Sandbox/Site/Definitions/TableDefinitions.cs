using System.Text.Json.Nodes;
using Syncline.Sandbox.Site.Metadata;
using static Syncline.Sandbox.Site.Definitions.DefinitionJson;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>Builds EntityMetadata with its columns, keys and relationships.</summary>
internal static class TableDefinitions
{
    /// <summary>Builds a table. The one behind a many-to-many relationship has that relationship among its own.</summary>
    public static DefinitionNode Build(Table table, Catalog catalog)
    {
        var node = new DefinitionNode("EntityMetadata", "EntityMetadata", Properties(table));
        node.Navigations["Attributes"] = table.Columns.Select(column => ColumnDefinitions.Build(table, column)).ToList();
        node.Navigations["Keys"] = table.Keys.Select(key => Key(table, key)).ToList();
        node.Navigations["OneToManyRelationships"] = table.OneToMany.Select(relationship => RelationshipDefinitions.Build(relationship)).ToList();
        node.Navigations["ManyToOneRelationships"] = table.ManyToOne.Select(relationship => RelationshipDefinitions.Build(relationship)).ToList();
        node.Navigations["ManyToManyRelationships"] = table.ManyToMany.Concat(catalog.ManyToMany.Where(relationship => relationship.Intersect == table.Name)).Select(relationship => RelationshipDefinitions.Build(relationship)).ToList();
        return node;
    }

    private static DefinitionNode Key(Table table, AlternateKey key)
    {
        var id = StableId.Of("key", $"{table.Name}.{key.Name}");
        return new DefinitionNode("EntityKeyMetadata", "EntityKeyMetadata", new JsonObject
        {
            ["MetadataId"] = id.ToString(),
            ["HasChanged"] = null,
            ["LogicalName"] = key.Name,
            ["SchemaName"] = key.Schema,
            ["EntityLogicalName"] = table.Name,
            ["KeyAttributes"] = new JsonArray([.. key.Columns.Select(column => (JsonNode)column)]),
            ["EntityKeyIndexStatus"] = "Active",
            ["IsManaged"] = !key.Custom,
            ["IsSynchronous"] = true,
            ["IsExportKey"] = false,
            ["IsSecondaryKey"] = false,
            ["IntroducedVersion"] = "1.0.0.0",
            ["DisplayName"] = Label(key.Label, null, !key.Custom, id),
            ["IsCustomizable"] = Managed(true, "iscustomizable"),
        });
    }

    private static JsonObject Properties(Table table)
    {
        var facts = table.Facts;
        var managed = !facts.Custom;
        var collection = facts.Plural.Replace(" ", "", StringComparison.Ordinal);
        var json = new JsonObject
        {
            ["MetadataId"] = table.MetadataId.ToString(),
            ["HasChanged"] = null,
            ["ActivityTypeMask"] = 0,
            ["AutoRouteToOwnerQueue"] = false,
            ["CanTriggerWorkflow"] = true,
            ["EntityHelpUrlEnabled"] = false,
            ["EntityHelpUrl"] = null,
            ["IsDocumentManagementEnabled"] = false,
            ["IsOneNoteIntegrationEnabled"] = false,
            ["IsInteractionCentricEnabled"] = false,
            ["IsKnowledgeManagementEnabled"] = false,
            ["IsSLAEnabled"] = false,
            ["IsBPFEntity"] = false,
            ["IsDocumentRecommendationsEnabled"] = false,
            ["IsMSTeamsIntegrationEnabled"] = false,
            ["DataProviderId"] = null,
            ["DataSourceId"] = null,
            ["AutoCreateAccessTeams"] = false,
            ["IsActivity"] = facts.Activity,
            ["IsActivityParty"] = facts.Name is "account" or "contact" or "lead" or "systemuser",
            ["IsAvailableOffline"] = true,
            ["IsChildEntity"] = false,
            ["IsAIRUpdated"] = false,
            ["IsCustomEntity"] = facts.Custom,
            ["IsBusinessProcessEnabled"] = true,
            ["SyncToExternalSearchIndex"] = true,
            ["IsOptimisticConcurrencyEnabled"] = facts.OptimisticConcurrency,
            ["ChangeTrackingEnabled"] = facts.ChangeTracking,
            ["IsImportable"] = true,
            ["IsIntersect"] = facts.Intersect,
            ["IsManaged"] = managed,
            ["IsEnabledForCharts"] = true,
            ["IsEnabledForTrace"] = false,
            ["IsValidForAdvancedFind"] = true,
            ["DaysSinceRecordLastModified"] = 0,
            ["IsReadingPaneEnabled"] = true,
            ["IsQuickCreateEnabled"] = true,
            ["LogicalName"] = facts.Name,
            ["ObjectTypeCode"] = facts.Code,
            ["OwnershipType"] = facts.Ownership,
            ["PrimaryNameAttribute"] = facts.PrimaryName,
            ["PrimaryImageAttribute"] = facts.PrimaryImage,
            ["PrimaryIdAttribute"] = facts.PrimaryId,
            ["RecurrenceBaseEntityLogicalName"] = null,
            ["ReportViewName"] = "Filtered" + facts.Schema,
            ["SchemaName"] = facts.Schema,
            ["IntroducedVersion"] = "5.0.0.0",
            ["IsStateModelAware"] = table.State is not null,
            ["EnforceStateTransitions"] = facts.EnforceStateTransitions,
            ["ExternalName"] = null,
            ["EntityColor"] = null,
            ["LogicalCollectionName"] = facts.Intersect ? null : facts.Set,
            ["ExternalCollectionName"] = null,
            ["CollectionSchemaName"] = facts.Custom ? "new_" + collection : collection,
            ["EntitySetName"] = facts.Set,
            ["IsEnabledForExternalChannels"] = false,
            ["IsPrivate"] = false,
            ["UsesBusinessDataLabelTable"] = false,
            ["IsLogicalEntity"] = false,
            ["HasNotes"] = facts.Ownership == "UserOwned",
            ["HasActivities"] = facts.Name is "account" or "contact" or "lead" or "opportunity",
            ["HasFeedback"] = false,
            ["HasEmailAddresses"] = facts.Name is "account" or "contact" or "lead" or "systemuser",
            ["IsSolutionAware"] = false,
            ["CreatedOn"] = "1900-01-01T00:00:00Z",
            ["ModifiedOn"] = "1900-01-01T00:00:00Z",
            ["TableType"] = facts.Elastic ? "Elastic" : "Standard",
            ["Description"] = Label(null, null, managed, table.MetadataId),
            ["DisplayName"] = Label(facts.Label, null, managed, table.MetadataId),
            ["DisplayCollectionName"] = Label(facts.Plural, null, managed, table.MetadataId),
            ["IsDuplicateDetectionEnabled"] = Managed(facts.DuplicateDetection, "canmodifyduplicatedetectionsettings"),
            ["IsRenameable"] = Managed(true, "isrenameable"),
        };
        foreach (var (name, property) in ManagedProperties)
        {
            json[name] = Managed(true, property);
        }

        return json;
    }

    private static readonly (string Name, string Property)[] ManagedProperties =
    [
        ("IsAuditEnabled", "canmodifyauditsettings"),
        ("IsValidForQueue", "canmodifyqueuesettings"),
        ("IsConnectionsEnabled", "canmodifyconnectionsettings"),
        ("IsCustomizable", "iscustomizable"),
        ("IsMappable", "ismappable"),
        ("CanCreateAttributes", "cancreateattributes"),
        ("CanCreateForms", "cancreateforms"),
        ("CanCreateViews", "cancreateviews"),
        ("CanCreateCharts", "cancreatecharts"),
        ("CanBeRelatedEntityInRelationship", "canberelatedentityinrelationship"),
        ("CanBePrimaryEntityInRelationship", "canbeprimaryentityinrelationship"),
        ("CanBeInManyToMany", "canbeinmanytomany"),
        ("CanBeInCustomEntityAssociation", "canbeincustomentityassociation"),
        ("CanEnableSyncToExternalSearchIndex", "canenablesynctoexternalsearchindex"),
        ("CanModifyAdditionalSettings", "canmodifyadditionalsettings"),
        ("CanChangeHierarchicalRelationship", "canchangehierarchicalrelationship"),
        ("CanChangeTrackingBeEnabled", "canchangetrackingbeenabled"),
        ("IsVisibleInMobile", "canmodifymobilevisibility"),
        ("IsVisibleInMobileClient", "canmodifymobileclientvisibility"),
    ];
}
