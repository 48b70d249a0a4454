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
        await RequireWritableAsync(planned, target, cancellationToken);
        var schema = await target.DescribeTableAsync(planned.Table, cancellationToken);
        if (planned.SchemaFingerprint is not null && planned.SchemaFingerprint != SchemaFingerprint.OfTarget(schema, plan.Columns, plan.Header.RowIdColumn))
        {
            throw ApplyErrors.SchemaChanged(planned.Table);
        }

        return new OpenedTable(target, schema);
    }

    /// <summary>Makes sure that a plan that writes back can do so; null when it writes nothing back.</summary>
    /// <exception cref="Core.Errors.GuardException">SY4003, SY4004, SY4005.</exception>
    public static async ValueTask<TableSchema?> OpenSourceAsync(PlanFile plan, IConnection? source, CancellationToken cancellationToken)
    {
        if (!plan.Header.WritesToSource())
        {
            return null;
        }

        var planned = plan.Header.Source;
        await RequireWritableAsync(planned, source ?? throw new ArgumentNullException(nameof(source), "The plan writes back, so its source has to be given."), cancellationToken);
        var schema = await source.DescribeTableAsync(planned.Table, cancellationToken);
        var back = plan.Header.WriteBack!;
        var key = plan.Columns.Where(column => back.SourceKey.Contains(column.Name, StringComparer.Ordinal));
        return schema.Find(back.Column) is { CanUpdate: true } && key.All(column => schema.Find(column.Source ?? "") is not null)
            ? schema
            : throw ApplyErrors.SchemaChanged(planned.Table);
    }

    private static async ValueTask RequireWritableAsync(PlanSide planned, IConnection connection, CancellationToken cancellationToken)
    {
        if (connection.Writer is null)
        {
            throw ApplyErrors.ReadOnly(planned);
        }

        var identity = await connection.IdentifyAsync(cancellationToken);
        if (planned.SystemId is not null && !string.Equals(planned.SystemId, identity.SystemId, StringComparison.OrdinalIgnoreCase))
        {
            throw ApplyErrors.OtherSystem(planned, identity.SystemId, identity.System);
        }
    }

    /// <summary>A target table that passed the checks.</summary>
    internal readonly record struct OpenedTable(IConnection Connection, TableSchema Schema)
    {
        /// <summary>The table as seen by a plan.</summary>
        public TargetTable On(PlanFile plan) => new(Connection, plan.Header, plan.Columns, Schema);
    }
}
