using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>A column of the answer.</summary>
/// <param name="Slot">Which of the joined rows has it.</param>
/// <param name="Field">The column, with its name in the answer.</param>
/// <param name="Get">Its value.</param>
internal sealed record FetchOutput(int Slot, Field Field, Func<Row, object?> Get);
