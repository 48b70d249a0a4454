using System.Data.Common;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Writing;

/// <summary>Upserts by updating first and inserting the rows that were not there; a row that another writer adds between fails as a duplicate.</summary>
internal sealed class UpdateThenInsertSender : IRowSender
{
    private readonly RowByRowSender update;
    private readonly RowByRowSender insert;

    public UpdateThenInsertSender(Database database, WriteOrder order)
    {
        var change = order with { Kind = WriteKind.Update, Values = [.. order.Values.Except(order.Keys)] };
        var add = order with { Kind = WriteKind.Insert };
        update = new RowByRowSender(database, change, RowStatement.Of(database, change));
        insert = new RowByRowSender(database, add, RowStatement.Of(database, add));
    }

    public async ValueTask<IReadOnlyList<RowEffect>> SendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        RowEffect[] effects = [.. (await update.SendAsync(connection, transaction, rows, cancellationToken)).Select(effect => effect with { Inserted = false })];
        List<int> missing = [.. Enumerable.Range(0, rows.Count).Where(i => effects[i] is { Written: false, Error: null })];
        if (missing.Count > 0)
        {
            var added = await insert.SendAsync(connection, transaction, [.. missing.Select(i => rows[i])], cancellationToken);
            foreach (var (i, effect) in missing.Zip(added))
            {
                effects[i] = effect with { Inserted = true };
            }
        }

        return effects;
    }
}
