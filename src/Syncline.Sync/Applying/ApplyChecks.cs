using Syncline.Core.Connectors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>What must hold before the first row is written.</summary>
internal static class ApplyChecks
{
    /// <summary>Refuses a plan that breaks one of its guards, or that is not the one approved.</summary>
    /// <exception cref="Core.Errors.GuardException">SY4001, SY4002.</exception>
    public static void RequireGuards(PlanHeader header, string? approvedDigest)
    {
        if (header.Guards.FirstOrDefault(guard => !guard.Holds) is { } broken)
        {
            throw ApplyErrors.GuardBroken(broken);
        }

        if (approvedDigest is { } approved && !string.Equals(approved, header.Digest, StringComparison.OrdinalIgnoreCase))
        {
            throw ApplyErrors.NotApproved(approved, header.Digest);
        }
    }

    /// <summary>Makes sure that the connection leads to the system and the table that the plan was made for.</summary>
    /// <exception cref="Core.Errors.GuardException">SY4003, SY4004, SY4005.</exception>
    public static async ValueTask<OpenedTable> OpenTableAsync(PlanFile plan, IConnection target, CancellationToken cancellationToken)
    {
        var planned = plan.Header.Target;
        if (target.Writer is null)
        {
            throw ApplyErrors.ReadOnly(planned);
        }

        var identity = await target.IdentifyAsync(cancellationToken);
        if (planned.SystemId is not null && !string.Equals(planned.SystemId, identity.SystemId, StringComparison.OrdinalIgnoreCase))
        {
            throw ApplyErrors.OtherSystem(planned, identity.SystemId, identity.System);
        }

        var schema = await target.DescribeTableAsync(planned.Table, cancellationToken);
        if (planned.SchemaFingerprint is not null && planned.SchemaFingerprint != SchemaFingerprint.OfTarget(schema, plan.Columns, plan.Header.RowIdColumn))
        {
            throw ApplyErrors.SchemaChanged(planned.Table);
        }

        return new OpenedTable(target, schema);
    }

    /// <summary>A target table that passed the checks.</summary>
    internal readonly record struct OpenedTable(IConnection Connection, TableSchema Schema)
    {
        /// <summary>The table as seen by a plan.</summary>
        public TargetTable On(PlanFile plan) => new(Connection, plan.Header, plan.Columns, Schema);
    }
}
