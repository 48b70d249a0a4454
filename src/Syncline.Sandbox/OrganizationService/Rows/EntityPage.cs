using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Fetch;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.OrganizationService.Rows;

/// <summary>
/// The rows of a page, written without an entity in between: a page has 25 MB of markup that is the same in every row
/// (bench/results/dataverse-soap.md). It says the same as <see cref="EntityOutput"/> with <see cref="ContractWriter"/>. One instance serves one request.
/// </summary>
internal sealed class EntityPage
{
    private const string Schema = $" xmlns:d=\"{Xmlns.Schema}\" i:type=\"d:";
    private static readonly byte[] EndOfAttributes = Encoding.UTF8.GetBytes($"</b:Attributes><b:EntityState i:nil=\"true\" /><b:FormattedValues xmlns:c=\"{Xmlns.Generic}\">");
    private static readonly byte[] BeginOfEntity = Encoding.UTF8.GetBytes($"<b:Entity><b:Attributes xmlns:c=\"{Xmlns.Generic}\">");
    private static readonly byte[] BehindId = Encoding.UTF8.GetBytes($"</b:Id><b:KeyAttributes xmlns:k=\"{Xmlns.Contracts71}\" /><b:LogicalName>");
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(Schema + "string\">");
    private static readonly byte[] Int = Encoding.UTF8.GetBytes(Schema + "int\">");
    private static readonly byte[] Long = Encoding.UTF8.GetBytes(Schema + "long\">");
    private static readonly byte[] Flag = Encoding.UTF8.GetBytes(Schema + "boolean\">");
    private static readonly byte[] Decimal = Encoding.UTF8.GetBytes(Schema + "decimal\">");
    private static readonly byte[] Double = Encoding.UTF8.GetBytes(Schema + "double\">");
    private static readonly byte[] Moment = Encoding.UTF8.GetBytes(Schema + "dateTime\">");
    private static readonly byte[] Id = Encoding.UTF8.GetBytes($" xmlns:e=\"{Xmlns.Serialization}\" i:type=\"e:guid\">");

    private readonly FetchPage _page;
    private readonly ValueFormat _format;
    private readonly Cell[] _cells;
    private readonly byte[] _endOfEntity;
    private readonly bool _hasId;
    private readonly List<(Cell Cell, string Text)> _labels = [];

    /// <param name="root">The table of the query.</param>
    /// <param name="page">The rows.</param>
    /// <param name="hasId">Whether they are shown with their ids and versions.</param>
    /// <param name="format">Formatted values.</param>
    public EntityPage(Table root, FetchPage page, bool hasId, ValueFormat format)
    {
        (_page, _format, _hasId) = (page, format, hasId);
        _cells = [.. page.Outputs.Select(output => new Cell(output))];
        _endOfEntity = Encoding.UTF8.GetBytes($"{root.Name}</b:LogicalName><b:RelatedEntities xmlns:c=\"{Xmlns.Generic}\" />");
    }

    /// <summary>Writes every row as an <c>Entity</c> of the contracts' namespace, whose prefix is b.</summary>
    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        using var xml = new XmlBytes();
        foreach (var joined in _page.Rows)
        {
            Write(xml, joined);
            await xml.SendIfFullAsync(output, cancellationToken);
        }

        await xml.SendAsync(output, cancellationToken);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(XmlBytes xml, Row?[] joined)
    {
        _labels.Clear();
        xml.Raw(BeginOfEntity);
        foreach (var cell in _cells)
        {
            if (joined[cell.Slot] is not { } row || RowJson.ValueOf(row, cell.Field) is not { } value)
            {
                continue;
            }

            if (_format.Of(row, cell.Field.Column, value) is { } label)
            {
                _labels.Add((cell, label));
            }

            xml.Raw(cell.Begin);
            Write(xml, cell.Field.Column, value);
            xml.Raw(cell.End);
        }

        xml.Raw(EndOfAttributes);
        foreach (var (cell, label) in _labels)
        {
            xml.Raw(cell.BeginOfLabel);
            xml.Text(label);
            xml.Raw("</c:value></b:KeyValuePairOfstringstring>"u8);
        }

        var version = _hasId ? EntityOutput.VersionOf(joined[0]!) : null;
        xml.Raw("</b:FormattedValues><b:Id>"u8);
        xml.Id(_hasId ? joined[0]!.Id : Guid.Empty);
        xml.Raw(BehindId);
        xml.Raw(_endOfEntity);
        if (version is null)
        {
            xml.Raw("<b:RowVersion i:nil=\"true\" /></b:Entity>"u8);
        }
        else
        {
            xml.Raw("<b:RowVersion>"u8);
            xml.Text(version);
            xml.Raw("</b:RowVersion></b:Entity>"u8);
        }
    }

    /// <summary>The rest of the value's tag, with its type, and its content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(XmlBytes xml, Column column, object value)
    {
        switch (value)
        {
            case string text:
                xml.Raw(Text);
                xml.Text(text);
                break;
            case int number when column.Choice is not null:
                xml.Raw(" i:type=\"b:OptionSetValue\"><b:Value>"u8);
                xml.Number(number);
                xml.Raw("</b:Value>"u8);
                break;
            case int number:
                xml.Raw(Int);
                xml.Number(number);
                break;
            case int[] numbers:
                xml.Raw(" i:type=\"b:OptionSetValueCollection\">"u8);
                foreach (var number in numbers)
                {
                    xml.Raw("<b:OptionSetValue><b:Value>"u8);
                    xml.Number(number);
                    xml.Raw("</b:Value></b:OptionSetValue>"u8);
                }

                break;
            case long number:
                xml.Raw(Long);
                xml.Number(number);
                break;
            case bool flag:
                xml.Raw(Flag);
                xml.Raw(flag ? "true"u8 : "false"u8);
                break;
            case decimal amount when column.Type == ColumnType.Money:
                xml.Raw(" i:type=\"b:Money\"><b:Value>"u8);
                xml.Number(amount + ContractWriter.MoneyDigits);
                xml.Raw("</b:Value>"u8);
                break;
            case decimal number:
                xml.Raw(Decimal);
                xml.Number(number + ContractWriter.DecimalDigits);
                break;
            case double number:
                xml.Raw(Double);
                xml.Text(System.Xml.XmlConvert.ToString(number));
                break;
            case DateTime moment:
                xml.Raw(Moment);
                xml.Moment(moment);
                break;
            case Guid id:
                xml.Raw(Id);
                xml.Id(id);
                break;
            case Reference reference:
                Write(xml, reference);
                break;
            default:
                throw new InvalidOperationException($"A row holds a {value.GetType().Name}.");
        }
    }

    private void Write(XmlBytes xml, Reference reference)
    {
        xml.Raw(" i:type=\"b:EntityReference\"><b:Id>"u8);
        xml.Id(reference.Id);
        xml.Raw(BehindId);
        xml.Text(reference.Table.Name);
        if (_format.NameOf(reference) is { } name)
        {
            xml.Raw("</b:LogicalName><b:Name>"u8);
            xml.Text(name);
            xml.Raw("</b:Name><b:RowVersion i:nil=\"true\" />"u8);
        }
        else
        {
            xml.Raw("</b:LogicalName><b:Name i:nil=\"true\" /><b:RowVersion i:nil=\"true\" />"u8);
        }
    }

    /// <summary>A column with the markup around its values.</summary>
    private sealed class Cell
    {
        public Cell(FetchOutput output)
        {
            (Slot, Field) = (output.Slot, Field.Of(output.Table, output.Column));
            var name = output.Alias ?? output.Column.Name;
            var aliased = output.Alias is null ? "" : $"""
                 i:type="b:AliasedValue"><b:AttributeLogicalName>{output.Column.Name}</b:AttributeLogicalName><b:EntityLogicalName>{output.Table.Name}</b:EntityLogicalName><b:Value
                """;
            Begin = Bytes("<b:KeyValuePairOfstringanyType><c:key>", name, "</c:key><c:value" + aliased);
            End = Encoding.UTF8.GetBytes($"{(output.Alias is null ? "" : "</b:Value>")}</c:value></b:KeyValuePairOfstringanyType>");
            BeginOfLabel = Bytes("<b:KeyValuePairOfstringstring><c:key>", name, "</c:key><c:value>");
        }

        public int Slot { get; }

        public Field Field { get; }

        public byte[] Begin { get; }

        public byte[] End { get; }

        public byte[] BeginOfLabel { get; }

        private static byte[] Bytes(string before, string name, string behind) => Encoding.UTF8.GetBytes(before + new System.Xml.Linq.XText(name) + behind);
    }
}
