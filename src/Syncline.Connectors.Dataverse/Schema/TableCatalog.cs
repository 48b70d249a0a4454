using System.Collections.Concurrent;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.LookupKeys;

namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>What a connection has learnt of the site's tables: each is asked for once. Safe for concurrent use.</summary>
/// <param name="transport">The way to the site.</param>
/// <param name="lookupKeys">Whether tables also have the columns of <see cref="LookupKeyColumns"/>.</param>
internal sealed class TableCatalog(IDataverseTransport transport, bool lookupKeys = false) : IDisposable
{
    private readonly ConcurrentDictionary<string, TableDefinition> tables = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim listing = new(1, 1);
    private SortedDictionary<string, EntityDescription>? entities;

    /// <summary>Every table by logical name, in ordinal order.</summary>
    public async ValueTask<IReadOnlyDictionary<string, EntityDescription>> ListAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref entities) is { } known)
        {
            return known;
        }

        await listing.WaitAsync(cancellationToken);
        try
        {
            if (entities is null)
            {
                var listed = new SortedDictionary<string, EntityDescription>(StringComparer.Ordinal);
                foreach (var entity in await transport.ListEntitiesAsync(cancellationToken))
                {
                    listed[entity.LogicalName] = entity;
                }

                Volatile.Write(ref entities, listed);
            }

            return entities;
        }
        finally
        {
            listing.Release();
        }
    }

    /// <summary>Forgets what tables look like, for it has changed.</summary>
    public void Forget() => tables.Clear();

    public void Dispose() => listing.Dispose();

    /// <summary>One table.</summary>
    /// <exception cref="Core.Errors.SchemaException">There is none of that logical name.</exception>
    public async ValueTask<TableDefinition> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (tables.TryGetValue(table, out var known))
        {
            return known;
        }

        // A logical name is lower-case letters, digits and underscores: nothing else may become part of an address.
        var isName = table.Length > 0 && table.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
        var entity = isName ? await transport.DescribeEntityAsync(table, cancellationToken) : null;
        if (entity is null)
        {
            var names = (await ListAsync(cancellationToken)).Values;
            throw SchemaErrors.TableNotFound(table, names.FirstOrDefault(candidate =>
                    string.Equals(candidate.EntitySetName, table, StringComparison.OrdinalIgnoreCase)
                    || string.Equals(candidate.DisplayName, table, StringComparison.OrdinalIgnoreCase)
                    || string.Equals(candidate.LogicalName, table, StringComparison.OrdinalIgnoreCase))?.LogicalName
                ?? NearestName.Find(table, names.Select(candidate => candidate.LogicalName)));
        }

        var definition = TableDefinitionBuilder.Build(entity);
        return tables.GetOrAdd(table, lookupKeys ? definition.With([.. LookupKeyColumns.Of(definition, await KeyedTargetsAsync(definition, cancellationToken))]) : definition);
    }

    private async ValueTask<IReadOnlyDictionary<string, EntityDescription>> KeyedTargetsAsync(TableDefinition table, CancellationToken cancellationToken)
    {
        var keyed = await transport.ListKeyedTablesAsync(cancellationToken);
        var targets = new Dictionary<string, EntityDescription>(StringComparer.Ordinal);
        foreach (var name in LookupKeyColumns.TargetsOf(table).Where(keyed.Contains))
        {
            if (await transport.DescribeEntityAsync(name, cancellationToken) is { } target)
            {
                targets.Add(name, target);
            }
        }

        return targets;
    }
}
