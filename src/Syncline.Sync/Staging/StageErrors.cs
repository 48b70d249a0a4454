using DuckDB.NET.Data;
using Syncline.Core.Errors;

namespace Syncline.Sync.Staging;

/// <summary>Turns what DuckDB reports into errors that say what to do.</summary>
internal static class StageErrors
{
    public static SynclineException Of(DuckDBException failure) => Of(failure.Message, failure);

    public static SynclineException Of(string text, DuckDBException? failure = null)
    {
        if (text.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase) && !text.Contains("max_temp_directory_size", StringComparison.Ordinal))
        {
            return Error("SY2901", "The compare needs more memory than it may use.", "Give it more with --memory, or map fewer columns.", text, failure);
        }

        if (text.Contains("No space left", StringComparison.OrdinalIgnoreCase) || text.Contains("max_temp_directory_size", StringComparison.Ordinal))
        {
            return Error("SY2902", "The disk is full: the compare needs space for its rows and the plan.", "Free some space, or point SYNCLINE_HOME to another disk, then run the command again. Nothing was lost.", text, failure);
        }

        return Error("SY2900", "The compare failed in the database engine.", "The engine's own words say more; please report it when the project file is not the cause.", text, failure);
    }

    private static MappingException Error(string id, string message, string advice, string text, DuckDBException? failure) => new(
        new ErrorDetail { Id = id, Phase = ErrorPhase.Mapping, Message = message, Advice = advice, ServerText = text }, failure);
}
