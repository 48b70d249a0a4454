using System.Globalization;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>What a response says of the rows that were written.</summary>
internal static class WriteReplies
{
    /// <summary>Reads the response to one row's message, which the cursor stands on; the cursor is then past.</summary>
    public static WriteReply One(XmlCursor cursor, RowWritePlan plan, int row)
    {
        string? id = null;
        bool? inserted = null;
        SoapAnswer.ReadResults(cursor, name =>
        {
            switch (name)
            {
                case "id": id = GuidText(cursor.Text()); break;
                case "RecordCreated": inserted = cursor.Value() is "true" or "1"; break;
                case "Target": id = IdOf(cursor); break;
                default: cursor.Skip(); break;
            }
        });

        // An upsert that demands a version is sent as an update, whose response is empty.
        inserted ??= plan.Kind == WriteKind.Upsert && plan.ExpectedVersion(row) is not null ? false : null;
        return new WriteReply { Ids = id is null ? null : [id], Inserted = inserted is { } made ? [made] : null };
    }

    /// <summary>Reads the response to a bulk message, which the cursor stands on.</summary>
    /// <param name="cursor">Where.</param>
    /// <param name="rows">Number of rows sent.</param>
    public static WriteReply Bulk(XmlCursor cursor, int rows)
    {
        var ids = new List<string>();
        var inserted = new List<bool>();
        SoapAnswer.ReadResults(cursor, name =>
        {
            if (name == "Ids" && cursor.Enter())
            {
                while (cursor.Next())
                {
                    ids.Add(GuidText(cursor.Text()) ?? throw new FormatException("It is not an id."));
                }
            }
            else if (name == "Results" && cursor.Enter())
            {
                while (cursor.Next())
                {
                    ReadUpsert(cursor, ids, inserted);
                }
            }
            else if (name is not ("Ids" or "Results"))
            {
                cursor.Skip();
            }
        });
        return new WriteReply { Ids = ids.Count == rows ? ids : null, Inserted = inserted.Count == rows ? inserted : null };
    }

    /// <summary>Reads the response to messages that were sent together: one reply per row.</summary>
    /// <param name="cursor">Stands on the response.</param>
    /// <param name="answer">What is known of the answer otherwise, for faults.</param>
    /// <param name="plan">The batch.</param>
    /// <param name="rows">Its rows, in the order in which they were sent.</param>
    /// <param name="missing">For a row of which nothing is told.</param>
    public static WriteReply Multiple(XmlCursor cursor, ServerFault answer, RowWritePlan plan, ReadOnlyMemory<int> rows, WriteReply missing)
    {
        var parts = new WriteReply?[rows.Length];
        SoapAnswer.ReadResults(cursor, name =>
        {
            if (name != "Responses")
            {
                cursor.Skip();
            }
            else if (cursor.Enter())
            {
                while (cursor.Next())
                {
                    ReadItem(cursor, answer, plan, rows, parts);
                }
            }
        });

        // A server that stops at the first error, although asked to go on, says so by its last answer: what follows was not carried out.
        var last = Array.FindLastIndex(parts, part => part is not null);
        var behind = last >= 0 && parts[last]!.Fault is not null ? new WriteReply { Unanswered = RowErrors.NotSent(RowErrors.StoppedEarlier), NotSent = true } : missing;
        return new WriteReply { Parts = [.. parts.Select((part, index) => part ?? (index > last ? behind : missing))] };
    }

    private static void ReadItem(XmlCursor cursor, ServerFault answer, RowWritePlan plan, ReadOnlyMemory<int> rows, WriteReply?[] parts)
    {
        if (!cursor.Enter())
        {
            return;
        }

        // The row's number stands between its fault and its response.
        ServerFault? fault = null;
        var index = -1;
        while (cursor.Next())
        {
            if (cursor.Is("Fault") && !cursor.IsNil)
            {
                fault = FaultReader.ReadDetail(cursor, answer);
            }
            else if (cursor.Is("RequestIndex"))
            {
                index = int.Parse(cursor.Value(), NumberStyles.None, CultureInfo.InvariantCulture);
            }
            else if (cursor.Is("Response") && !cursor.IsNil && fault is null && index >= 0 && index < parts.Length)
            {
                parts[index] = One(cursor, plan, rows.Span[index]);
            }
            else
            {
                cursor.Skip();
            }
        }

        if (fault is not null && index >= 0 && index < parts.Length)
        {
            parts[index] = new WriteReply { Fault = fault };
        }
    }

    private static void ReadUpsert(XmlCursor cursor, List<string> ids, List<bool> inserted) => SoapAnswer.ReadResults(cursor, name =>
    {
        switch (name)
        {
            case "RecordCreated": inserted.Add(cursor.Value() is "true" or "1"); break;
            case "Target" when IdOf(cursor) is { } id: ids.Add(id); break;
            case "Target": break;
            default: cursor.Skip(); break;
        }
    });

    private static string? IdOf(XmlCursor cursor)
    {
        string? id = null;
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (cursor.Is("Id"))
                {
                    id = GuidText(cursor.Text());
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        return id;
    }

    private static string? GuidText(string? text) => Guid.TryParse(text, out var id) && id != Guid.Empty ? id.ToString("D") : null;
}
