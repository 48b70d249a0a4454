using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>WinOpportunity and LoseOpportunity (recorded answer). The activity <c>opportunityclose</c>, which a site also makes, is not kept.</summary>
internal sealed class OpportunityMessages(Catalog catalog, SiteStore store, RowWriting writing, EntityInput input, AccessControl access) : IMessages
{
    private const int Won = 1;
    private const int Lost = 2;

    public IEnumerable<(string Name, Message Message)> All =>
    [
        ("WinOpportunity", (request, parameters) => Close(request, parameters, Won)), ("LoseOpportunity", (request, parameters) => Close(request, parameters, Lost)),
    ];

    private OrganizationResponse Close(SiteRequest request, Parameters parameters, int state)
    {
        var (close, status) = (parameters.Required<SoapEntity>("OpportunityClose"), parameters.Required<OptionValue>("Status"));
        parameters.Check();
        var table = catalog["opportunity"];
        access.Demand(request, Privilege.Write, table);
        var target = close.Attributes.Find(pair => pair.Key == "opportunityid").Value as SoapReference ?? throw SoapErrors.Missing(parameters.Message, "OpportunityClose.opportunityid");
        store.Write(request.Changes, transaction =>
        {
            var row = input.Require(transaction, target);
            access.Demand(request, Privilege.Write, row);
            var read = new RowInput();
            read.Values[table.State!] = Boxes.Of(state);
            if (status.Value != -1)
            {
                read.Values[table.Status!] = ColumnChecks.Integer(table, table.Status!, status.Value);
            }

            return writing.Update(transaction, row, read, request.Actor);
        });
        request.Work.RowsWritten++;
        return OrganizationResponse.Other(parameters.Message);
    }
}
