using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Adds options by <c>InsertOptionValue</c> and publishes them by <c>PublishXml</c>
/// (https://learn.microsoft.com/dotnet/api/microsoft.xrm.sdk.messages.insertoptionvaluerequest). As over the Web API, it is the signed-in user who changes choices.
/// </summary>
internal sealed class ChoiceRequests(OrganizationServiceClient client) : IChoiceEditor
{
    private readonly WriteRequests writes = new(client, new WriteSettings());
    private readonly SmallRows rows = new(client);
    private int? language;

    public async ValueTask<WriteReply> AddOptionAsync(string choice, int? value, string label, CancellationToken cancellationToken)
    {
        var code = language ??= await ReadLanguageAsync(cancellationToken);
        var message = new OrganizationMessage("InsertOptionValue")
            .With("OptionSetName", XmlValue.Text(choice))
            .With("Label", xml => WriteLabel(xml, label, code));
        return await SendAsync(value is { } given ? message.With("Value", XmlValue.Number(given)) : message, cancellationToken);
    }

    public ValueTask<WriteReply> PublishAsync(IReadOnlyCollection<string> choices, CancellationToken cancellationToken)
    {
        var parameters = new XElement("importexportxml", new XElement("optionsets", choices.Select(name => new XElement("optionset", name))));
        return SendAsync(new OrganizationMessage("PublishXml").With("ParameterXml", XmlValue.Text(parameters.ToString(SaveOptions.DisableFormatting))), cancellationToken);
    }

    /// <summary>The language that every label must have.</summary>
    private async ValueTask<int> ReadLanguageAsync(CancellationToken cancellationToken)
    {
        const string subject = "the language of the organization";
        var entity = new XElement("entity", new XAttribute("name", "organization"), new XElement("attribute", new XAttribute("name", "languagecode")));
        var row = await rows.FirstAsync(entity, isAggregate: false, subject, cancellationToken);
        return int.TryParse(row?.GetValueOrDefault("languagecode"), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code
            : throw new ConnectionException(ConnectionErrors.AnswerBroken(client.Addresses, subject));
    }

    private static void WriteLabel(XmlWriter xml, string label, int language)
    {
        XmlValue.Type(xml, "a:Label");
        xml.WriteStartElement("a", "LocalizedLabels", XmlNames.Contracts);
        xml.WriteStartElement("a", "LocalizedLabel", XmlNames.Contracts);
        xml.WriteElementString("a", "Label", XmlNames.Contracts, label);
        xml.WriteElementString("a", "LanguageCode", XmlNames.Contracts, language.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private ValueTask<WriteReply> SendAsync(OrganizationMessage message, CancellationToken cancellationToken) => writes.SendAsync(
        () => message,
        (cursor, _) =>
        {
            cursor.Skip();
            return new WriteReply();
        },
        cancellationToken);
}
