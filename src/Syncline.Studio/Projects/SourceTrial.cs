using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Projects;

namespace Syncline.Studio.Projects;

/// <summary>The first rows of a source, and expressions tried on them: each once. Safe for concurrent use.</summary>
internal sealed class SourceTrial(TableReference table, TableSchema schema, IReadOnlyList<IReadOnlyDictionary<string, string?>> rows) : IDisposable
{
    // What was typed on the way is asked for no more.
    private const int MostKept = 300;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Text, bool IsCondition), TriedExpression> tried = [];
    private ExpressionTrial? trial;
    private bool isEnded;

    /// <summary>The table that the rows are of.</summary>
    public TableReference Table => table;

    /// <summary>The rows, as texts by column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows => rows;

    /// <summary>What the rows tell to <see cref="AutoMap"/>.</summary>
    public SourceSample Sample { get; } = SourceSample.Of(schema, rows);

    /// <summary>Tries an expression on every row; null when the trial is over.</summary>
    public TriedExpression? Try(string expression, bool isCondition)
    {
        lock (gate)
        {
            if (isEnded)
            {
                return null;
            }

            if (!tried.TryGetValue((expression, isCondition), out var known))
            {
                if (tried.Count >= MostKept)
                {
                    tried.Clear();
                }

                trial ??= new ExpressionTrial(schema, rows);
                tried[(expression, isCondition)] = known = trial.Try(expression, isCondition);
            }

            return known;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isEnded = true;
            trial?.Dispose();
        }
    }
}
