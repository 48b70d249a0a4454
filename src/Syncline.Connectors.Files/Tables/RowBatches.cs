using Syncline.Core.Rows;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Builds batches whose number of rows is known besides their columns.</summary>
internal static class RowBatches
{
    /// <summary>The batch; one without columns still has its rows.</summary>
    public static RowBatch Build(RowBatchBuilder builder, int rows) => builder.Columns.Count > 0
        ? builder.Build()
        : new RowBatch([], new Apache.Arrow.RecordBatch(ArrowTypes.SchemaOf([]), [], rows));
}
