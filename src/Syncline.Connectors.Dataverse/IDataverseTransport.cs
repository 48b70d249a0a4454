using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Changes;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Files;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse;

/// <summary>
/// One way to speak with a site: the Web API, or the Organization Service. Everything that is the same for both (columns and keys,
/// which requests a batch becomes, what an answer means for a row) stands outside of it. Safe for concurrent use.
/// </summary>
internal interface IDataverseTransport
{
    /// <summary>The site spoken with.</summary>
    SiteAddresses Site { get; }

    /// <summary>Who is signed in to which organisation.</summary>
    ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken);

    /// <summary>Every table, without attributes, in any order.</summary>
    ValueTask<IReadOnlyList<EntityDescription>> ListEntitiesAsync(CancellationToken cancellationToken);

    /// <summary>One table with attributes, active keys and lookups; null when there is none of that logical name.</summary>
    ValueTask<EntityDescription?> DescribeEntityAsync(string logicalName, CancellationToken cancellationToken);

    /// <summary>Logical names of the tables that have an alternate key; none when the transport does not tell.</summary>
    ValueTask<IReadOnlySet<string>> ListKeyedTablesAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlySet<string>>(new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Reads rows; see <see cref="IConnection.ReadAsync"/> for what it promises.</summary>
    IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, CancellationToken cancellationToken);

    /// <summary>What cuts a large table into ranges that are read beside each other; null when the transport can't.</summary>
    IRangeCounter? Ranges => null;

    /// <summary>The views of a table, or of all tables when it is null, in any order.</summary>
    ValueTask<IReadOnlyList<ViewDescription>> ListViewsAsync(string? table, CancellationToken cancellationToken);

    /// <summary>Every table with its attributes, as far as all attributes have the same properties; in order of name.</summary>
    ValueTask<IReadOnlyList<EntityDescription>> ListColumnsAsync(CancellationToken cancellationToken);

    /// <summary>Every relationship.</summary>
    ValueTask<IReadOnlyList<RelationshipDescription>> ListRelationshipsAsync(CancellationToken cancellationToken);

    /// <summary>Adds options to global choices.</summary>
    IChoiceEditor Choices { get; }

    /// <summary>Every choice that several columns share, in order of name.</summary>
    ValueTask<IReadOnlyList<GlobalChoice>> ListGlobalChoicesAsync(CancellationToken cancellationToken);

    /// <summary>About how many rows a table has; null when the site does not tell.</summary>
    ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what changed since a token, or everything when there is none; the last batch has the next token. A token that expired, and a table
    /// that is not tracked, are told by a <see cref="ChangesRefusedException"/> before the first batch.
    /// </summary>
    IAsyncEnumerable<ChangeBatch> ReadChangesAsync(RowQuery query, string? since, CancellationToken cancellationToken);

    /// <summary>Whether a table takes a bulk message; null when the site does not tell.</summary>
    ValueTask<bool?> OffersBulkAsync(string table, BulkMessage message, CancellationToken cancellationToken);

    /// <summary>Sends rows by one bulk message: all are written or none, but for elastic tables, whose refusal tells what became of each.</summary>
    ValueTask<WriteReply> SendBulkAsync(BulkMessage message, RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Sends rows by one request in which each is an operation of its own, with its own condition and outcome: the reply has one part per row.
    /// </summary>
    ValueTask<WriteReply> SendBatchAsync(RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken);

    /// <summary>The content of a file or image; null when there is none.</summary>
    ValueTask<FileDownload?> DownloadAsync(TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken);

    /// <summary>Sets the content of a file or image, or removes it when it is null.</summary>
    ValueTask<WriteReply> UploadAsync(TableDefinition table, Guid id, ColumnDefinition column, string name, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken);

    /// <summary>Writes one row by one request.</summary>
    ValueTask<WriteReply> SendOneAsync(RowWritePlan plan, int row, CancellationToken cancellationToken);
}
