using Syncline.Core.Connectors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tables;

/// <summary>How the rows of a table stand in a file. Stateless but for its options; safe for concurrent use.</summary>
internal interface ITableFormat
{
    /// <summary>What <see cref="ConnectionCapabilities.LineNumbers"/> says.</summary>
    bool HasLines { get; }

    /// <summary>Whether an empty file can tell its columns; else those of the option <c>columns</c> that no row has are there as well.</summary>
    bool KeepsColumns => true;

    /// <summary>Whether a file keeps the types of its columns itself.</summary>
    bool KeepsTypes => false;

    /// <summary>Whether files can be written.</summary>
    bool CanWrite => true;

    /// <summary>The tables of one file, in its order; most kinds of files hold one.</summary>
    ValueTask<IReadOnlyList<DataFile>> TablesAsync(DataFile file, bool isAlone, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<DataFile>>([file]);

    /// <summary>The columns as they stand in the file.</summary>
    /// <exception cref="Core.Errors.SchemaException">They can't be told.</exception>
    ValueTask<TableShape> DescribeAsync(DataFile file, CancellationToken cancellationToken);

    /// <summary>Reads rows in the file's order, in batches of at most <paramref name="batchSize"/>; the caller stops when it has enough.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">All columns, as <see cref="DescribeAsync"/> gave them, with the types that were set for them.</param>
    /// <param name="choice">Those to deliver.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="most">No more rows than this are wanted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="Core.Errors.ReadException">Not every row could be read; the error says where.</exception>
    IAsyncEnumerable<RowBatch> ReadAsync(DataFile file, IReadOnlyList<ColumnSchema> columns, ColumnChoice choice, int batchSize, long most, CancellationToken cancellationToken);

    /// <summary>Why a value can't stand in such a file, as the end of a sentence; null when it can.</summary>
    string? Refusal(ColumnSchema column, object value) => value is string text && text.Contains('\0', StringComparison.Ordinal) ? "holds the character U+0000, which ends a text in many programs" : null;

    /// <summary>Writes the file anew with changed rows; what is not changed stays as it is.</summary>
    /// <param name="file">The file as it stands.</param>
    /// <param name="isNew">Whether there is no such file yet.</param>
    /// <param name="columns">All columns.</param>
    /// <param name="edits">What to change.</param>
    /// <param name="destination">Takes the bytes of the new file, and stays open.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask RewriteAsync(DataFile file, bool isNew, IReadOnlyList<ColumnSchema> columns, RowEdits edits, FileStream destination, CancellationToken cancellationToken);
}
