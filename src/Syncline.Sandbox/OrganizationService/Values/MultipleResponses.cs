using Syncline.Sandbox.OrganizationService.Http;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>What became of the messages within ExecuteMultiple: <c>ExecuteMultipleResponseItemCollection</c>. Members stand in alphabetical order, as everywhere; no answer was recorded.</summary>
/// <param name="Items">The index of each message with its response or its error.</param>
/// <param name="RequestId">The id that the faults show.</param>
/// <param name="Now">The time that the faults show.</param>
internal sealed record MultipleResponses(IReadOnlyList<(int Index, OrganizationResponse? Response, SiteException? Error)> Items, Guid RequestId, DateTime Now) : IXmlValue
{
    public (string Name, string Namespace) Type => ("ExecuteMultipleResponseItemCollection", Xmlns.Contracts2012);

    public void WriteContent(ContractWriter writer)
    {
        foreach (var (index, response, error) in Items)
        {
            writer.Start("ExecuteMultipleResponseItem", Xmlns.Contracts2012);
            writer.Start("Fault", Xmlns.Contracts2012);
            if (error is null)
            {
                writer.Nil();
            }
            else
            {
                SoapFault.WriteContent(writer, error, RequestId, Now);
            }

            writer.End();
            writer.Number("RequestIndex", Xmlns.Contracts2012, index);
            writer.Start("Response", Xmlns.Contracts2012);
            if (response is null)
            {
                writer.Nil();
            }
            else
            {
                writer.Content(response);
            }

            writer.End();
            writer.End();
        }
    }
}
