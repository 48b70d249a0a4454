using System.Collections.Concurrent;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>Columns whose values the server makes from those of others: names, owners, base amounts, calculated columns.</summary>
internal sealed class DerivedColumns(Catalog catalog, SandboxOptions options)
{
    private readonly ConcurrentDictionary<Table, IReadOnlyList<Column>> _baseAmounts = new();

    /// <summary>Settles the derived columns of a row in the making.</summary>
    public void Set(Transaction transaction, Table table, RowBuilder row, Reference user, bool isNew)
    {
        if (table.Name is "contact" or "lead" or "systemuser")
        {
            var name = string.Join(' ', new[] { row.Get("firstname") as string, row.Get("middlename") as string, row.Get("lastname") as string }.OfType<string>());
            row.Set("fullname", name.Length == 0 ? null : name);
        }

        if (ActivityParties.IsParty(table))
        {
            ActivityParties.Derive(transaction, row);
        }

        DeriveOwner(transaction, table, row, user, isNew);
        DeriveMoney(transaction, table, row);
        DeriveQuotients(table, row);
    }

    /// <summary>Calculated columns; the server computes them when they are read, with the same result.</summary>
    private static void DeriveQuotients(Table table, RowBuilder row)
    {
        foreach (var column in table.Calculated)
        {
            row[column] = row.Get(column.Quotient[0]) is decimal dividend && row.Get(column.Quotient[1]) is decimal and not 0 and var divisor
                ? Money.Canonical(Math.Round(dividend / divisor, column.Precision ?? 2, MidpointRounding.AwayFromZero))
                : null;
        }
    }

    private void DeriveOwner(Transaction transaction, Table table, RowBuilder row, Reference user, bool isNew)
    {
        if (table.Find("ownerid") is not { Type: ColumnType.Owner } owner)
        {
            return;
        }

        if (row[owner] is null)
        {
            row[owner] = user;
        }

        if (row[owner] is Reference holder && (isNew || row.Get("owningbusinessunit") is null || !Equals(row.Get("owninguser") ?? row.Get("owningteam"), holder)))
        {
            var isTeam = holder.Table.Name == "team";
            row.Set("owninguser", isTeam ? null : holder);
            row.Set("owningteam", isTeam ? holder : null);
            var unit = transaction.Find(holder.Table, holder.Id) is { } found ? found[holder.Table.Find("businessunitid")!] : null;
            row.Set("owningbusinessunit", unit ?? new Reference(catalog["businessunit"], options.Directory.BusinessUnitId));
        }
    }

    /// <summary>Rows with money have a currency, the base one unless given; every amount is restated in the base currency.</summary>
    private void DeriveMoney(Transaction transaction, Table table, RowBuilder row)
    {
        if (table.Currency is not { } currency || table.Find("exchangerate") is not { } rate)
        {
            return;
        }

        var amounts = _baseAmounts.GetOrAdd(table, static all => [.. all.Columns.Where(column => column.Type == ColumnType.Money && column.BaseOf is not null)]);
        if (row[currency] is null && amounts.Any(column => row.Get(column.BaseOf!) is not null))
        {
            var organization = catalog["organization"];
            row[currency] = transaction.All(organization).FirstOrDefault()?[organization.Find("basecurrencyid")!];
        }

        if (row[currency] is not Reference reference || transaction.Find(reference.Table, reference.Id)?[reference.Table.Find("exchangerate")!] is not decimal factor)
        {
            return;
        }

        row[rate] = factor;
        foreach (var column in amounts)
        {
            row[column] = row.Get(column.BaseOf!) is decimal amount ? Money.InBase(amount, factor) : null;
        }
    }
}
