using System.Text.Json;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Definitions;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Functions;

/// <summary>The unbound actions of the site.</summary>
internal sealed class SiteActions(Catalog catalog, SiteStore store, RowWriting rows, FileMessages files, ChoiceMessages choices, AccessControl access)
{
    private const int Won = 1;
    private const int Lost = 2;
    private static readonly string[] Names =
    [
        "WinOpportunity", "LoseOpportunity",
        "InitializeFileBlocksUpload", "UploadBlock", "CommitFileBlocksUpload", "InitializeFileBlocksDownload", "DownloadBlock", "DeleteFile",
        .. ChoiceMessages.Names,
    ];

    public static bool Knows(string name) => Names.Contains(name, StringComparer.Ordinal);

    public async ValueTask<SiteAnswer> AnswerAsync(SiteRequest request)
    {
        if (request.Method != "POST")
        {
            throw SiteErrors.NoResource(request.ServiceRoot + request.RawPath);
        }

        using var document = await request.ReadJsonAsync(request.Path[0].Name);
        var body = document.RootElement;
        return request.Path[0].Name switch
        {
            "WinOpportunity" => Close(request, body, Won),
            "LoseOpportunity" => Close(request, body, Lost),
            "InitializeFileBlocksUpload" => files.InitializeUpload(request, body),
            "UploadBlock" => files.UploadBlock(body),
            "CommitFileBlocksUpload" => files.CommitUpload(request, body),
            "InitializeFileBlocksDownload" => files.InitializeDownload(request, body),
            "DownloadBlock" => files.DownloadBlock(request, body),
            "DeleteFile" => files.Delete(request, body),
            _ => choices.Answer(request, body),
        };
    }

    /// <summary>Closes an opportunity. The activity <c>opportunityclose</c>, which a site also makes, is not kept.</summary>
    private SiteAnswer Close(SiteRequest request, JsonElement body, int state)
    {
        const string Bind = "opportunityid@odata.bind";
        var table = catalog["opportunity"];
        access.Demand(request, Privilege.Write, table);
        var close = body.TryGetProperty("OpportunityClose", out var given) && given.ValueKind == JsonValueKind.Object ? given : throw MessageBody.Missing("OpportunityClose");
        var (address, status) = (MessageBody.Text(close, Bind), (int)MessageBody.Number(body, "Status"));
        store.Write(request.Changes, transaction =>
        {
            var row = ReferenceReader.Resolve(catalog, transaction, table.SetName, address);
            access.Demand(request, Privilege.Write, row);
            var input = new RowInput();
            input.Values[table.State!] = Boxes.Of(state);
            if (status != -1)
            {
                input.Values[table.Status!] = Boxes.Of(status);
            }

            return rows.Update(transaction, row, input, request.Actor);
        });
        request.Work.RowsWritten++;
        return SiteAnswer.NoContent();
    }
}
