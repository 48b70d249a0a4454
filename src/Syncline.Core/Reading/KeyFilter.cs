namespace Syncline.Core.Reading;

/// <summary>
/// Reads only the rows with these keys. Any number of them: the connection cuts the list as its system needs. A key without a row gives no
/// row, a key that several rows have gives all of them, one that is listed twice gives its rows once, and rows come in no particular order. Only where
/// the capabilities say <c>ReadByKeys</c>. A text finds at least the rows that hold exactly it; where the system compares more loosely, others come as well.
/// </summary>
/// <param name="Columns">
/// Columns of the primary key, of an alternate key, or any others by which the system can search; a connection refuses those by which it
/// can't. Without a key of the system behind it, such a read may look through the whole table each time.
/// </param>
/// <param name="Keys">One list of values per row, aligned with <paramref name="Columns"/>; CLR values as <see cref="Rows.RowBatch.GetValue"/> gives them, none null.</param>
public sealed record KeyFilter(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Keys);
