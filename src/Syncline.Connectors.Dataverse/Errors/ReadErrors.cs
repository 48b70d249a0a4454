using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>What can go wrong while rows or metadata are read.</summary>
internal static class ReadErrors
{
    /// <summary>The exception for a refused read, of the phase that the fault belongs to.</summary>
    /// <param name="fault">The refusal.</param>
    /// <param name="site">The site.</param>
    /// <param name="subject">What was read, as it stands in a sentence: <c>table "account"</c>.</param>
    public static SynclineException Refused(ServerFault fault, SiteAddresses site, string subject)
    {
        if (FaultErrors.OfConnection(fault, site) is { } error)
        {
            return SynclineException.Of(error);
        }

        if (!fault.IsDataverse)
        {
            return fault.Status >= 500
                ? new ReadException(FaultErrors.Of(fault, ErrorPhase.Read, ErrorIds.Unavailable,
                    $"The site failed while {subject} was read (HTTP {fault.Status}).", "Try again.", Recovery.Retry))
                : new ConnectionException(ConnectionErrors.NotDynamics(site, fault.Status, null) with { ServerText = fault.Text });
        }

        if (fault.Number is ServerErrorCodes.PrivilegeDenied or ServerErrorCodes.AccessDenied || fault.Status == 403)
        {
            return new ReadException(FaultErrors.Of(fault, ErrorPhase.Read, ErrorIds.ReadPrivilegeMissing,
                $"The signed-in user may not read {subject}.", Privileges.Advise(fault.Text), Recovery.Stop));
        }

        return fault.Number is ServerErrorCodes.SqlTimeout or ServerErrorCodes.SqlError or ServerErrorCodes.CouldNotObtainLockOnResource
            || fault.Status >= 500
            ? new ReadException(FaultErrors.Of(fault, ErrorPhase.Read, ErrorIds.ServerFailed,
                $"The site failed while {subject} was read: {Sentence(fault)}", "Try again.", Recovery.Retry))
            : new ReadException(FaultErrors.Of(fault, ErrorPhase.Read, ErrorIds.QueryRefused,
                $"The site refused to read {subject}: {Sentence(fault)}", "Check the filter and the columns asked for.", Recovery.Stop));
    }

    public static ReadException PageBroken(string table, string why, Exception? inner = null) => new(new ErrorDetail
    {
        Id = ErrorIds.PageBroken,
        Phase = ErrorPhase.Read,
        Message = $"Reading table \"{table}\" broke off: {why}.",
        Advice = "Read it again; nothing of this read may be taken as complete.",
        Recovery = Recovery.Retry,
    }, inner);

    public static ReadException PageElsewhere(string table, string host) => new(new ErrorDetail
    {
        Id = ErrorIds.PageElsewhere,
        Phase = ErrorPhase.Read,
        Message = $"Reading table \"{table}\" was stopped: the site sent us to {host} for the next page.",
        Advice = "The token is only ever sent to the site of the connection. Check the URL, and whether a proxy rewrites answers.",
    });

    public static ReadException ValueUnreadable(string table, string column, string why, Exception? inner = null) => new(new ErrorDetail
    {
        Id = ErrorIds.ValueUnreadable,
        Phase = ErrorPhase.Read,
        Message = $"Column \"{column}\" of table \"{table}\" holds a value that does not fit its type: {why}.",
        Advice = "Leave the column out, or raise its precision in Dynamics 365.",
        Column = column,
    }, inner);

    internal static string Sentence(ServerFault fault)
    {
        var text = fault.Text?.Trim() is { Length: > 0 } given ? given : $"HTTP {fault.Status}.";
        return text[^1] is '.' or '!' or '?' ? text : text + ".";
    }
}
