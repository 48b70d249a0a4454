using System.Xml;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Service document and <c>$metadata</c>. Microsoft Learn: "Web API service documents", "Web API EntityTypes"; PROTOCOL 5.14.</summary>
public sealed class ModelTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task The_service_document_lists_every_entity_set()
    {
        var answer = await _site.GetAsync("");

        answer.Json.GetProperty("@odata.context").GetString().ShouldBe(_site.Origin + "/api/data/v9.2/$metadata");
        answer.Rows.Count.ShouldBe(32);
        answer.Rows.Single(row => row.GetProperty("name").GetString() == "accounts").GetRawText().ShouldBe("""{"name":"accounts","kind":"EntitySet","url":"accounts"}""");
    }

    [Fact]
    public async Task The_model_loads_and_is_shaped_as_the_servers()
    {
        var model = await LoadAsync();

        var account = (IEdmEntityType)model.FindDeclaredType("Microsoft.Dynamics.CRM.account");
        ((IEdmEntityType)account.BaseType).Name.ShouldBe("crmbaseentity");
        account.BaseType.IsAbstract.ShouldBeTrue();
        account.FindProperty("_primarycontactid_value").Type.PrimitiveKind().ShouldBe(EdmPrimitiveTypeKind.Guid);
        var lookup = account.FindProperty("primarycontactid").ShouldBeAssignableTo<IEdmNavigationProperty>()!;
        lookup.ReferentialConstraint.PropertyPairs.Single().DependentProperty.Name.ShouldBe("_primarycontactid_value");
        account.FindProperty("contact_customer_accounts").Type.IsCollection().ShouldBeTrue();
        account.FindProperty("revenue").Type.PrimitiveKind().ShouldBe(EdmPrimitiveTypeKind.Decimal);
        var project = (IEdmEntityType)model.FindDeclaredType("Microsoft.Dynamics.CRM.new_project");
        project.FindProperty("new_AccountId").ShouldNotBeNull();
        ((IEdmEntityType)((IEdmEntityType)model.FindDeclaredType("Microsoft.Dynamics.CRM.systemuser")).BaseType).Name.ShouldBe("principal");
        ((IEdmEntityType)((IEdmEntityType)model.FindDeclaredType("Microsoft.Dynamics.CRM.task")).BaseType).Name.ShouldBe("activitypointer");
        model.EntityContainer.Name.ShouldBe("System");
        model.EntityContainer.FindEntitySet("opportunities").EntityType.Name.ShouldBe("opportunity");
        model.GetAlternateKeysAnnotation(account).Single().Single().Key.ShouldBe("accountnumber");
    }

    [Fact]
    public async Task The_model_and_the_definitions_agree_on_columns_and_navigation_properties()
    {
        var model = await LoadAsync();
        var tables = (await _site.GetAsync("EntityDefinitions?$select=LogicalName&$expand=Attributes($select=LogicalName,AttributeType,IsValidODataAttribute)")).Rows;

        foreach (var table in tables)
        {
            var type = (IEdmEntityType)model.FindDeclaredType("Microsoft.Dynamics.CRM." + table.GetProperty("LogicalName").GetString());
            foreach (var column in table.GetProperty("Attributes").EnumerateArray())
            {
                var name = column.GetProperty("LogicalName").GetString()!;
                var kind = column.GetProperty("AttributeType").GetString();
                if (!column.GetProperty("IsValidODataAttribute").GetBoolean() || kind == "Virtual")
                {
                    continue;
                }

                type.FindProperty(kind is "Lookup" or "Customer" or "Owner" ? $"_{name}_value" : name).ShouldNotBeNull($"{type.Name}.{name}");
            }
        }
    }

    private async Task<IEdmModel> LoadAsync()
    {
        var answer = await _site.GetAsync("$metadata");
        answer.Headers["Content-Type"].ShouldBe("application/xml");
        using var xml = XmlReader.Create(new StringReader(answer.Text));
        CsdlReader.TryParse(xml, out var model, out IEnumerable<EdmError> errors).ShouldBeTrue(string.Join("; ", errors.Select(error => error.ErrorMessage)));
        return model;
    }
}
