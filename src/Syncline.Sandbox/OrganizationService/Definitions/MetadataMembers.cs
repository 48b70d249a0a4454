using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Definitions;

/// <summary>
/// The members of the metadata types in the order of the wire, taken from recorded EntityMetadata. The order is that of the versions in which the members came:
/// alphabetical within each.
/// </summary>
internal static class MetadataMembers
{
    private static readonly string[] Entity = Names(
        """
        MetadataId HasChanged ActivityTypeMask Attributes AutoCreateAccessTeams AutoReplicateClusterRecords AutoRouteToOwnerQueue CanBeInCustomEntityAssociation
        CanBeInManyToMany CanBePrimaryEntityInRelationship CanBeRelatedEntityInRelationship CanChangeClusterMode CanChangeTrackingBeEnabled CanCreateAttributes
        CanCreateCharts CanCreateForms CanCreateViews CanEnableSyncToExternalSearchIndex CanModifyAdditionalSettings CanTriggerWorkflow ChangeTrackingEnabled
        ClusterMode CreatedOn DataProviderId DataSourceId DefaultToLocalPartition Description DisplayCollectionName DisplayName EnforceStateTransitions ExternalName
        HasActivities HasEmailAddresses HasFeedback HasNotes IconLargeName IconMediumName IconSmallName IconVectorName IsAIRUpdated IsActivity IsActivityParty
        IsArchivalEnabled IsAuditEnabled IsAvailableOffline IsBusinessProcessEnabled IsChildEntity IsConnectionsEnabled IsCustomEntity IsCustomizable
        IsDocumentManagementEnabled IsDocumentRecommendationsEnabled IsDuplicateDetectionEnabled IsEnabledForCharts IsEnabledForTrace IsImportable
        IsInteractionCentricEnabled IsIntersect IsKnowledgeManagementEnabled IsMSTeamsIntegrationEnabled IsMailMergeEnabled IsManaged IsMappable
        IsOneNoteIntegrationEnabled IsQuickCreateEnabled IsReadOnlyInMobileClient IsReadingPaneEnabled IsRenameable IsRetentionEnabled IsRetrieveAuditEnabled
        IsRetrieveMultipleAuditEnabled IsSolutionAware IsStateModelAware IsValidForAdvancedFind IsValidForQueue IsVisibleInMobile IsVisibleInMobileClient LogicalName
        ManyToManyRelationships ManyToOneRelationships ModifiedOn ObjectTypeCode OneToManyRelationships OwnerId OwnerIdType OwnershipType OwningBusinessUnit
        PrimaryIdAttribute PrimaryKey PrimaryNameAttribute Privileges RecurrenceBaseEntityLogicalName ReportViewName SchemaName SettingOf Settings
        SyncToExternalSearchIndex TableType UsesBusinessDataLabelTable IntroducedVersion PrimaryImageAttribute CanChangeHierarchicalRelationship EntityHelpUrl
        EntityHelpUrlEnabled CollectionSchemaName EntityColor ExternalCollectionName IsOptimisticConcurrencyEnabled Keys LogicalCollectionName
        DaysSinceRecordLastModified EntitySetName IsEnabledForExternalChannels IsOfflineInMobileClient IsPrivate IsSLAEnabled MobileOfflineFilters IsBPFEntity
        IsLogicalEntity
        """);

    private static readonly string[] Attribute = Names(
        """
        MetadataId HasChanged AttributeOf AttributeType CanBeSecuredForCreate CanBeSecuredForRead CanBeSecuredForUpdate CanModifyAdditionalSettings ColumnNumber
        CreatedOn DeprecatedVersion Description DisplayName EntityLogicalName ExternalName InheritsFrom IsAuditEnabled IsCustomAttribute IsCustomizable
        IsDataSourceSecret IsFilterable IsGlobalFilterEnabled IsManaged IsPrimaryId IsPrimaryName IsRenameable IsRequiredForForm IsRetrievable IsSearchable IsSecured
        IsSortableEnabled IsValidForAdvancedFind IsValidForCreate IsValidForForm IsValidForGrid IsValidForRead IsValidForUpdate IsValidODataAttribute
        LinkedAttributeId LogicalName ModifiedOn RequiredLevel SchemaName Settings AttributeTypeName IntroducedVersion IsLogical SourceType AutoNumberFormat
        """);

    private static readonly string[] Relationship = Names(
        "MetadataId HasChanged IsCustomRelationship IsCustomizable IsManaged IsValidForAdvancedFind SchemaName SecurityTypes IntroducedVersion RelationshipType");

    private static readonly string[] Choice = Names(
        "MetadataId HasChanged Description DisplayName ExternalTypeName IsCustomOptionSet IsCustomizable IsGlobal IsManaged Name OptionSetType IntroducedVersion");

    private static readonly string[] Option = Names("MetadataId HasChanged Color Description ExternalValue IsHidden IsManaged Label Tag Value ParentValues");

    private static readonly Dictionary<string, string[]> Own = new(StringComparer.Ordinal)
    {
        ["PicklistAttributeMetadata"] = Names("DefaultFormValue OptionSet ParentEnumAttributeLogicalName FormulaDefinition SourceTypeMask ChildPicklistLogicalNames ParentPicklistLogicalName"),
        ["MultiSelectPicklistAttributeMetadata"] = Names("DefaultFormValue OptionSet ParentEnumAttributeLogicalName ChildPicklistLogicalNames FormulaDefinition ParentPicklistLogicalName SourceTypeMask"),
        ["StateAttributeMetadata"] = Names("DefaultFormValue OptionSet ParentEnumAttributeLogicalName"),
        ["StatusAttributeMetadata"] = Names("DefaultFormValue OptionSet ParentEnumAttributeLogicalName"),
        ["EntityNameAttributeMetadata"] = Names("DefaultFormValue OptionSet ParentEnumAttributeLogicalName IsEntityReferenceStored"),
        ["StringAttributeMetadata"] = Names("Format ImeMode MaxLength YomiOf FormatName FormulaDefinition IsLocalizable SourceTypeMask DatabaseLength"),
        ["MemoAttributeMetadata"] = Names("Format ImeMode MaxLength FormatName IsLocalizable"),
        ["DoubleAttributeMetadata"] = Names("ImeMode MaxValue MinValue Precision FormulaDefinition SourceTypeMask"),
        ["DecimalAttributeMetadata"] = Names("ImeMode MaxValue MinValue Precision FormulaDefinition SourceTypeMask"),
        ["IntegerAttributeMetadata"] = Names("Format MaxValue MinValue FormulaDefinition SourceTypeMask"),
        ["BigIntAttributeMetadata"] = Names("MaxValue MinValue"),
        ["MoneyAttributeMetadata"] = Names("CalculationOf ImeMode MaxValue MinValue Precision PrecisionSource FormulaDefinition IsBaseCurrency SourceTypeMask"),
        ["LookupAttributeMetadata"] = Names("Format Targets"),
        ["DateTimeAttributeMetadata"] = Names("Format ImeMode FormulaDefinition SourceTypeMask CanChangeDateTimeBehavior DateTimeBehavior"),
        ["BooleanAttributeMetadata"] = Names("DefaultValue OptionSet FormulaDefinition SourceTypeMask"),
        ["ImageAttributeMetadata"] = Names("CanStoreFullImage IsPrimaryImage MaxHeight MaxSizeInKB MaxWidth"),
        ["FileAttributeMetadata"] = Names("MaxSizeInKB"),
        ["OneToManyRelationshipMetadata"] = Names(
            """
            AssociatedMenuConfiguration CascadeConfiguration DenormalizedAttributeName EntityKey IsDenormalizedLookup IsHierarchical IsRelationshipAttributeDenormalized
            ReferencedAttribute ReferencedEntity ReferencedEntityNavigationPropertyName ReferencingAttribute ReferencingEntity
            ReferencingEntityNavigationPropertyName RelationshipAttributes RelationshipBehavior
            """),
        ["ManyToManyRelationshipMetadata"] = Names(
            """
            Entity1AssociatedMenuConfiguration Entity1IntersectAttribute Entity1LogicalName Entity1NavigationPropertyName Entity2AssociatedMenuConfiguration
            Entity2IntersectAttribute Entity2LogicalName Entity2NavigationPropertyName IntersectEntityName
            """),
        ["OptionSetMetadata"] = Names("Options ParentOptionSetName"),
        ["BooleanOptionSetMetadata"] = Names("FalseOption TrueOption"),
        ["StateOptionMetadata"] = Names("DefaultStatus InvariantName"),
        ["StatusOptionMetadata"] = Names("State TransitionData"),
        ["OptionMetadata"] = [],
    };

    private static readonly string[] Key = Names(
        """
        MetadataId HasChanged AsyncJob DisplayName EntityKeyIndexStatus EntityLogicalName IntroducedVersion IsCustomizable IsExportKey IsManaged IsSecondaryKey
        IsSynchronous KeyAttributes LogicalName SchemaName
        """);

    /// <summary>CascadeConfiguration.</summary>
    public static readonly string[] Cascade = Names("Archive Assign Delete Merge Reparent Share Unshare RollupView");

    /// <summary>The members of a type with their namespace.</summary>
    public static IEnumerable<(string Name, string Namespace)> Of(string type)
    {
        var own = Own.GetValueOrDefault(type) ?? [];
        return type switch
        {
            "EntityMetadata" => In(Entity, Xmlns.Metadata),
            "EntityKeyMetadata" => In(Key[..2], Xmlns.Metadata).Concat(In(Key[2..], Xmlns.Metadata71)),
            _ when type.EndsWith("AttributeMetadata", StringComparison.Ordinal) => In(Attribute, Xmlns.Metadata).Concat(OwnOf(type, own)),
            _ when type.EndsWith("RelationshipMetadata", StringComparison.Ordinal) => In(Relationship, Xmlns.Metadata).Concat(In(own, Xmlns.Metadata)),
            _ when type.EndsWith("OptionSetMetadata", StringComparison.Ordinal) => In(Choice, Xmlns.Metadata).Concat(In(own, Xmlns.Metadata)),
            _ => In(Option, Xmlns.Metadata).Concat(In(own, Xmlns.Metadata)),
        };
    }

    /// <summary>The namespace of a type, which is that of the version it came with.</summary>
    public static string NamespaceOf(string type) => type switch
    {
        "ImageAttributeMetadata" => Xmlns.Metadata2013,
        "MultiSelectPicklistAttributeMetadata" or "FileAttributeMetadata" => Xmlns.Metadata90,
        "EntityKeyMetadata" => Xmlns.Metadata71,
        _ => Xmlns.Metadata,
    };

    /// <summary>Members that a type inherits from EnumAttributeMetadata stand in that one's namespace.</summary>
    private static IEnumerable<(string Name, string Namespace)> OwnOf(string type, string[] own) => type == "MultiSelectPicklistAttributeMetadata"
        ? In(own[..3], Xmlns.Metadata).Concat(In(own[3..], Xmlns.Metadata90))
        : In(own, NamespaceOf(type));

    private static IEnumerable<(string Name, string Namespace)> In(string[] names, string space) => names.Select(name => (name, space));

    private static string[] Names(string text) => text.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
