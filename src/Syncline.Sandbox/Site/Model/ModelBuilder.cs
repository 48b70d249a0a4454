using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Vocabularies;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Model;

/// <summary>
/// Builds the model behind <c>$metadata</c> (PROTOCOL 5.14): <c>crmbaseentity</c> at the root, <c>principal</c> above users and teams,
/// <c>activitypointer</c> above activities, lookups as a Guid property with a navigation property that refers to it.
/// </summary>
internal sealed class ModelBuilder(Catalog catalog)
{
    private const string Namespace = "Microsoft.Dynamics.CRM";
    private readonly EdmModel _model = new();
    private readonly Dictionary<Table, EdmEntityType> _types = [];
    private EdmEntityType _principal = null!;

    public IEdmModel Build()
    {
        _model.SetNamespaceAlias(Namespace, "mscrm");
        var root = new EdmEntityType(Namespace, "crmbaseentity", null, isAbstract: true, isOpen: false);
        _model.AddElement(root);
        _principal = Keyed("principal", root, "ownerid");
        var activity = Keyed("activitypointer", root, "activityid");
        var container = new EdmEntityContainer(Namespace, "System");
        _model.AddElement(container);

        // First of all, for the activities inherit what it has.
        var pointer = catalog["activitypointer"];
        AddProperties(pointer, activity, root);
        _types.Add(pointer, activity);
        foreach (var table in catalog.Tables.Where(table => table != pointer))
        {
            var parent = table.Facts.Principal ? _principal : table.Facts.Activity ? activity : root;
            var type = new EdmEntityType(Namespace, table.Name, parent, isAbstract: false, isOpen: false);
            AddProperties(table, type, parent);
            _model.AddElement(type);
            _types.Add(table, type);
        }

        var sets = _types.ToDictionary(pair => pair.Key, pair => container.AddEntitySet(pair.Key.SetName, pair.Value));
        foreach (var (table, type) in _types)
        {
            AddNavigations(table, type, sets);
        }

        foreach (var (table, type) in _types)
        {
            AddKeys(table, type);
            AddChangeTracking(table, sets[table]);
        }

        AddFunctions(container);
        return _model;
    }

    private EdmEntityType Keyed(string name, EdmEntityType root, string key)
    {
        var type = new EdmEntityType(Namespace, name, root, isAbstract: false, isOpen: false);
        type.AddKeys(type.AddStructuralProperty(key, EdmPrimitiveTypeKind.Guid));
        _model.AddElement(type);
        return type;
    }

    private static void AddProperties(Table table, EdmEntityType type, EdmEntityType parent)
    {
        foreach (var column in table.Columns)
        {
            if (!column.OData || column.Type is ColumnType.Virtual || parent.FindProperty(column.PropertyName) is not null || type.FindProperty(column.PropertyName) is not null)
            {
                continue;
            }

            var property = new EdmStructuralProperty(type, column.PropertyName, TypeOf(column));
            type.AddProperty(property);
            if (ReferenceEquals(column, table.PrimaryId) && parent.DeclaredKey is null)
            {
                type.AddKeys(property);
            }
        }
    }

    private static EdmPrimitiveTypeReference TypeOf(Column column)
    {
        var core = EdmCoreModel.Instance;
        return column.EdmType switch
        {
            "Edm.Decimal" => new EdmDecimalTypeReference(core.GetPrimitiveType(EdmPrimitiveTypeKind.Decimal), true, null, null),
            "Edm.String" => new EdmStringTypeReference(core.GetPrimitiveType(EdmPrimitiveTypeKind.String), true, false, null, false),
            _ => new EdmPrimitiveTypeReference(core.GetPrimitiveType(core.GetPrimitiveTypeKind(column.EdmType["Edm.".Length..])), true),
        };
    }

    private void AddNavigations(Table table, EdmEntityType type, Dictionary<Table, EdmEntitySet> sets)
    {
        foreach (var column in table.Columns.Where(column => column.OData))
        {
            foreach (var navigation in column.Navigations)
            {
                var target = navigation.Target == "owner" ? _principal : catalog.Find(navigation.Target) is { } found ? _types[found] : null;
                if (target is null || type.FindProperty(navigation.Name) is not null)
                {
                    continue;
                }

                var single = new EdmNavigationPropertyInfo
                {
                    Name = navigation.Name,
                    Target = target,
                    TargetMultiplicity = EdmMultiplicity.ZeroOrOne,
                    DependentProperties = [(IEdmStructuralProperty)type.FindProperty(column.PropertyName)],
                    PrincipalProperties = [.. KeyOf(target)],
                };
                var property = type.AddUnidirectionalNavigation(single);
                if (catalog.Find(navigation.Target) is { } targetTable)
                {
                    sets[table].AddNavigationTarget(property, sets[targetTable]);
                }
            }
        }

        foreach (var relationship in table.OneToMany)
        {
            if (catalog.Find(relationship.Many) is not { } child || type.FindProperty(relationship.OneNavigation) is not null)
            {
                continue;
            }

            var property = type.AddUnidirectionalNavigation(new EdmNavigationPropertyInfo
            {
                Name = relationship.OneNavigation,
                Target = _types[child],
                TargetMultiplicity = EdmMultiplicity.Many,
            });
            sets[table].AddNavigationTarget(property, sets[child]);
        }
    }

    private static IEnumerable<IEdmStructuralProperty> KeyOf(IEdmEntityType type) => type.DeclaredKey ?? KeyOf((IEdmEntityType)type.BaseType);

    private void AddKeys(Table table, EdmEntityType type)
    {
        if (table.Keys.Count > 0)
        {
            foreach (var key in table.Keys)
            {
                _model.AddAlternateKeyAnnotation(type, key.Columns.Select(name => table.Find(name)!)
                    .ToDictionary(column => column.Name, column => (IEdmProperty)type.FindProperty(column.PropertyName), StringComparer.Ordinal));
            }
        }
    }

    private void AddChangeTracking(Table table, EdmEntitySet set)
    {
        var term = Microsoft.OData.Edm.Vocabularies.V1.CapabilitiesVocabularyModel.Instance.FindDeclaredTerm("Org.OData.Capabilities.V1.ChangeTracking");
        if (term is null || !table.Facts.ChangeTracking)
        {
            return;
        }

        var annotation = new EdmVocabularyAnnotation(set, term, new EdmRecordExpression(new EdmPropertyConstructor("Supported", new EdmBooleanConstant(true))));
        annotation.SetSerializationLocation(_model, EdmVocabularyAnnotationSerializationLocation.Inline);
        _model.AddVocabularyAnnotation(annotation);
    }

    private void AddFunctions(EdmEntityContainer container)
    {
        AddFunction("WhoAmI", ("BusinessUnitId", EdmPrimitiveTypeKind.Guid), ("UserId", EdmPrimitiveTypeKind.Guid), ("OrganizationId", EdmPrimitiveTypeKind.Guid));
        AddFunction("RetrieveVersion", ("Version", EdmPrimitiveTypeKind.String));

        void AddFunction(string name, params (string Name, EdmPrimitiveTypeKind Kind)[] properties)
        {
            var answer = new EdmComplexType(Namespace, name + "Response");
            foreach (var property in properties)
            {
                answer.AddStructuralProperty(property.Name, property.Kind);
            }

            var function = new EdmFunction(Namespace, name, new EdmComplexTypeReference(answer, isNullable: false));
            _model.AddElement(answer);
            _model.AddElement(function);
            container.AddFunctionImport(function);
        }
    }
}
