namespace Syncline.Connectors.Dataverse.Reading.Ranges;

/// <summary>What a transport has to tell of a table's rows before they can be read in ranges. Safe for concurrent use.</summary>
internal interface IRangeCounter
{
    /// <summary>Moments at which the oldest and the youngest of a query's rows were made, UTC; null when there are none.</summary>
    /// <exception cref="Core.Errors.ReadException">The site refuses to tell.</exception>
    ValueTask<(DateTime First, DateTime Last)?> FindSpanAsync(RowQuery query, CancellationToken cancellationToken);

    /// <summary>Number of a query's rows within a range; null when there are more than the site counts.</summary>
    /// <exception cref="Core.Errors.ReadException">The site refuses to tell.</exception>
    ValueTask<long?> CountAsync(RowQuery query, CreatedRange range, CancellationToken cancellationToken);
}
