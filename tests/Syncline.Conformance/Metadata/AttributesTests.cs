namespace Syncline.Conformance.Metadata;

/// <summary>The sandbox's columns against <c>metadata/attributes.csv</c>.</summary>
public sealed class AttributesTests(SandboxSite site) : MetadataTest(site)
{
    private static readonly (string Recorded, string Served)[] Fields =
    [
        ("schema", "SchemaName"), ("type", "AttributeType"), ("typename", "AttributeTypeName/Value"), ("attributeof", "AttributeOf"),
        ("create", "IsValidForCreate"), ("update", "IsValidForUpdate"), ("read", "IsValidForRead"), ("odata", "IsValidODataAttribute"),
        ("required", "RequiredLevel/Value"), ("custom", "IsCustomAttribute"), ("logical", "IsLogical"), ("maxlength", "MaxLength"), ("dbmax", "DatabaseLength"),
        ("format", "Format"), ("precision", "Precision"), ("precsrc", "PrecisionSource"), ("min", "MinValue"), ("max", "MaxValue"),
        ("behavior", "DateTimeBehavior/Value"), ("default", "DefaultValue"), ("default", "DefaultFormValue"), ("sourcetype", "SourceType"),
        ("calcof", "CalculationOf"), ("targets", "Targets"),
    ];

    [Theory]
    [InlineData("account")]
    [InlineData("contact")]
    [InlineData("lead")]
    [InlineData("team")]
    public async Task The_columns_of_a_table_are_those_recorded(string table)
    {
        var recorded = Recordings.RowsOf("metadata/attributes.csv", table);
        var served = (await ColumnsAsync(table)).GetProperty("value").EnumerateArray().ToDictionary(column => column.GetProperty("LogicalName").GetString()!, StringComparer.Ordinal);
        var disagreements = new Disagreements();
        foreach (var row in recorded)
        {
            var name = row["attribute"];
            if (!served.Remove(name, out var column))
            {
                disagreements.Add($"{name}: recorded, not served");
                continue;
            }

            foreach (var (field, member) in Fields)
            {
                disagreements.Compare(name, field, row[field], column, member);
            }

            disagreements.Compare(name, "label", row["label"], LabelIn(column.GetProperty("DisplayName"), LanguageOf(table)));
        }

        foreach (var name in served.Keys)
        {
            disagreements.Add($"{name}: served, not recorded");
        }

        disagreements.ShouldBeNone();
    }
}
