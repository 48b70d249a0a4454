namespace Syncline.Core.Reading;

/// <summary>
/// Reads only the rows with these keys. Any number of them: the connection cuts the list as its system needs. A key without a row gives no
/// row, a key that is there twice gives its rows once, and rows come in no particular order. Only where the capabilities say <c>ReadByKeys</c>.
/// </summary>
/// <param name="Columns">Columns of the primary key or of an alternate key.</param>
/// <param name="Keys">One list of values per row, aligned with <paramref name="Columns"/>; CLR values as <see cref="Rows.RowBatch.GetValue"/> gives them, none null.</param>
public sealed record KeyFilter(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Keys);
