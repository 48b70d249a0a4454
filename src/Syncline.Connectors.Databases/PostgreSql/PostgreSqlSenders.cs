using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>The fastest way that PostgreSQL has for each kind of order.</summary>
internal static class PostgreSqlSenders
{
    /// <summary>The sender of an order.</summary>
    public static IRowSender Of(PostgreSqlDatabase database, WriteOrder order) => order.Kind switch
    {
        WriteKind.Insert when order.AsksId || order.Values.Count == 0 => new ReturningInsertSender(database, order),
        WriteKind.Insert when order.Table.IsTable && order.Values.All(column => CopyCells.Of(order.Column(column)) is not null) => new CopySender(database, order),
        _ => new ArraySender(database, order),
    };
}
