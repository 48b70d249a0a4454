using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>Numbers of rows by table: <c>EntityRecordCountCollection</c>. No answer was recorded; its form is that of the other dictionaries.</summary>
internal sealed record RecordCounts(IReadOnlyList<(string Table, long Count)> Counts) : IXmlValue
{
    public (string Name, string Namespace) Type => ("EntityRecordCountCollection", Xmlns.Contracts);

    public void WriteContent(ContractWriter writer)
    {
        foreach (var (table, count) in Counts)
        {
            writer.Start("KeyValuePairOfstringlong", Xmlns.Contracts);
            writer.Text("key", Xmlns.Generic, table);
            writer.Number("value", Xmlns.Generic, count);
            writer.End();
        }
    }
}
