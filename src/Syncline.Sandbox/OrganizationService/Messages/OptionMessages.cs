using System.Globalization;
using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Definitions;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>
/// InsertOptionValue, UpdateOptionValue, DeleteOptionValue and publishing, with the rules of <see cref="ChoiceMessages"/> (Microsoft Learn: "InsertOptionValueRequest Class" and its like;
/// the form of a label as recorded metadata has it).
/// </summary>
internal sealed class OptionMessages(ChoiceMessages choices, AccessControl access) : IMessages
{
    public IEnumerable<(string Name, Message Message)> All =>
        [("InsertOptionValue", Insert), ("UpdateOptionValue", Update), ("DeleteOptionValue", Delete), ("PublishXml", Publish), ("PublishAllXml", PublishAll)];

    private OrganizationResponse Insert(SiteRequest request, Parameters parameters)
    {
        var (name, labels, value) = (NameOf(parameters), LabelsOf(parameters), parameters.Optional("Value") as int?);
        parameters.Optional("Description");
        parameters.Check();
        return new OrganizationResponse("InsertOptionValue", new KeyValuePair<string, object?>("NewOptionValue", choices.Insert(request, name, value, labels)));
    }

    private OrganizationResponse Update(SiteRequest request, Parameters parameters)
    {
        var (name, labels, value) = (NameOf(parameters), LabelsOf(parameters), parameters.Required<int>("Value"));
        parameters.Optional("MergeLabels");
        parameters.Check();
        choices.Update(request, name, value, labels);
        return new OrganizationResponse("UpdateOptionValue");
    }

    private OrganizationResponse Delete(SiteRequest request, Parameters parameters)
    {
        var (name, value) = (NameOf(parameters), parameters.Required<int>("Value"));
        parameters.Check();
        choices.Delete(request, name, value);
        return new OrganizationResponse("DeleteOptionValue");
    }

    private OrganizationResponse Publish(SiteRequest request, Parameters parameters)
    {
        parameters.Required<string>("ParameterXml");
        return PublishAll(request, parameters);
    }

    private OrganizationResponse PublishAll(SiteRequest request, Parameters parameters)
    {
        parameters.Check();
        access.DemandCustomizing(request);
        return OrganizationResponse.Other(parameters.Message);
    }

    private static string NameOf(Parameters parameters)
    {
        var (column, table) = (parameters.Optional("AttributeLogicalName") as string, parameters.Optional("EntityLogicalName") as string);
        return parameters.Optional("OptionSetName") as string is { Length: > 0 } name ? name : $"{table}.{column}";
    }

    private static List<(string Text, int Language)> LabelsOf(Parameters parameters) =>
    [
        .. from label in parameters.Required<Structure>("Label").Element.Elements(XName.Get("LocalizedLabels", Xmlns.Contracts)).Elements(XName.Get("LocalizedLabel", Xmlns.Contracts))
           let language = label.Element(XName.Get("LanguageCode", Xmlns.Contracts))?.Value
           select (label.Element(XName.Get("Label", Xmlns.Contracts))?.Value ?? "", int.TryParse(language, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0),
    ];
}
