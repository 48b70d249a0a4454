using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Seed;

/// <summary>The rows that a sandbox starts with: those of a small trading company, and as many generated ones as asked.</summary>
internal static class SampleData
{
    /// <summary>When the sample rows were made; before any clock a sandbox may run on.</summary>
    public static readonly DateTimeOffset CreatedOn = new(2025, 3, 3, 8, 30, 0, TimeSpan.Zero);

    public static Snapshot Create(Catalog catalog, SandboxOptions options)
    {
        var empty = new Snapshot([.. catalog.Tables.Select(table => TableRows.Of(table, []))], Version: 1_000_000);
        var transaction = new Transaction(empty);
        new SampleCompany(catalog, options, transaction).Fill();
        var filled = transaction.Finish();
        return options.SeedRows > 0 ? new GeneratedRows(catalog, filled).Add(options.SeedRows) : filled;
    }

    /// <summary>The rules of the site, at the time of the sample rows.</summary>
    public static RowRules Rules(Catalog catalog, SandboxOptions options) =>
        new(catalog, options, new FixedClock(CreatedOn), new FileContents());
}
