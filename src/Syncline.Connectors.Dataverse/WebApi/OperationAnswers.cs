using System.Text.Json;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>What an answer says of the row that was written.</summary>
internal static class OperationAnswers
{
    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">A successful answer has a body that is no JSON.</exception>
    public static WriteReply Read(OperationAnswer answer, RowWritePlan plan)
    {
        if (!answer.IsSuccess)
        {
            return new WriteReply { Fault = FaultReader.Read(answer) };
        }

        return plan.Kind switch
        {
            WriteKind.Delete => new WriteReply(),
            WriteKind.Upsert => ReadUpsert(answer, plan),
            _ => new WriteReply { Ids = OneId(EntityId(answer)) },
        };
    }

    private static WriteReply ReadUpsert(OperationAnswer answer, RowWritePlan plan)
    {
        if (answer.Body.IsEmpty)
        {
            return new WriteReply { Ids = OneId(EntityId(answer)) };
        }

        using var document = JsonDocument.Parse(answer.Body);
        var id = document.RootElement.TryGetProperty(plan.Table.PrimaryId, out var value) && value.TryGetGuid(out var guid) ? guid.ToString("D") : EntityId(answer);
        return new WriteReply { Ids = OneId(id), Inserted = [answer.Status == 201] };
    }

    /// <summary>The id in <c>OData-EntityId: …/accounts(5b4c…)</c>; null where the header repeats an alternate key.</summary>
    private static string? EntityId(OperationAnswer answer)
    {
        var address = answer.Header("OData-EntityId");
        if (address is null || address.LastIndexOf('(') is var open && open < 0 || !address.EndsWith(')'))
        {
            return null;
        }

        return Guid.TryParse(address.AsSpan(open + 1, address.Length - open - 2), out var id) ? id.ToString("D") : null;
    }

    private static string[]? OneId(string? id) => id is null ? null : [id];
}
