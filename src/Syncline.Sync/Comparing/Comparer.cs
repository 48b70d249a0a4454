using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Mirrors;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Comparing;

/// <summary>One compare: stages both sides, maps, compares, and fills an attached plan. Good for one use.</summary>
internal sealed class Comparer(
    BoundProject project, PlanColumns columns, IConnection source, IConnection target, DuckDbStage stage, PendingChanges pending, IncrementalSides incremental, PlanOptions options, IProgress<PlanProgress>? progress)
{
    private readonly Dictionary<string, double> durations = new(StringComparer.Ordinal);
    private readonly List<string> warnings =
    [
        .. project.Warnings,
        .. options.Pending.Count == 0 ? [] : new[] { $"Made as if these plans were applied, so apply them first: {string.Join(", ", options.Pending.Select(plan => Path.GetFileName(plan.Path)))}." },
    ];
    private readonly Dictionary<string, string> reading = new(StringComparer.Ordinal);
    private readonly bool keysIgnoreCase = target.Capabilities.KeysIgnoreCase;

    // Once the source is read, the labels that it has and a choice lacks count among the choice's own.
    private BoundProject project = project;
    private PlanColumns columns = columns;
    private ComparedKeys? comparedKeys;
    private long sourceRead;
    private long targetRead;
    private long lookupRead;

    private Project Project => project.Project;

    /// <summary>Does it all; the header lacks only what <see cref="PlanWriter"/> adds.</summary>
    public async Task<PlanHeader> CompareAsync(string plan, CancellationToken cancellationToken)
    {
        var created = options.TimeProvider.GetUtcNow();
        var from = await source.IdentifyAsync(cancellationToken);
        var to = await target.IdentifyAsync(cancellationToken);
        var query = new CompareQuery(project, columns, keysIgnoreCase);
        await TimedAsync("read", PlanPhase.Read, () => ReadAsync(query, cancellationToken));
        var labels = new MissingLabels(stage, pending.NewOptions);
        var newOptions = await labels.FindAsync(project, cancellationToken);
        if (newOptions.Count > 0)
        {
            project = MissingLabels.With(project, newOptions);
            columns = PlanColumns.Of(project, target.Capabilities.RowVersions);
            query = new CompareQuery(project, columns, keysIgnoreCase);
        }

        var keys = new DuplicateKeys(project, stage, query, source.Capabilities.LineNumbers);
        await TimedAsync("map", PlanPhase.Map, async () =>
        {
            await MapAsync(cancellationToken);
            await (comparedKeys?.NoteAsync(cancellationToken) ?? Task.CompletedTask);
            warnings.AddRange(await keys.ResolveAsync(cancellationToken));
        });
        var counts = new PlanCounts();
        var guards = (IReadOnlyList<PlanGuard>)[];
        await TimedAsync("compare", PlanPhase.Compare, async () =>
        {
            await stage.ExecuteAsync(query.Pairs(), cancellationToken);
            await stage.ExecuteAsync(query.Planned(await MayDeleteAsync(query, cancellationToken)), cancellationToken);
            counts = await CountAsync(query, cancellationToken);
            guards = PlanGuards.Of(Project, counts, to);
        });
        await TimedAsync("write", PlanPhase.Write, async () =>
        {
            await stage.ExecuteAsync(query.Changes(plan), cancellationToken);
            await stage.ExecuteAsync(query.Problems(plan), cancellationToken);
            newOptions = await labels.UsedAsync(project, plan, newOptions, cancellationToken);
            warnings.AddRange(PlanNewOption.Warnings(newOptions));
            await (comparedKeys?.KeepAsync(query.Settled(), cancellationToken) ?? Task.CompletedTask);
        });
        var rowId = project.Target.PrimaryKey is { Columns: [var id] } ? id : null;
        return new PlanHeader
        {
            Created = created,
            Project = new PlanProject { Name = Project.Name, Path = Project.Path, Digest = Project.TextSha256.Length == 0 ? null : $"sha256:{Project.TextSha256}" },
            Source = Side(Project.Source, options.SourceConnector, from, project.Source.Name, SchemaFingerprint.Of(project.Source, project.SourceColumns.Select(column => column.Name))),
            Target = Side(Project.Target, options.TargetConnector, to, project.Target.Name, SchemaFingerprint.OfTarget(project.Target, columns.All.Select(column => column.Column), rowId)),
            Key = [.. project.Columns.Where(column => column.IsKey).Select(column => column.Target.Name)],
            RowIdColumn = rowId,
            WriteBack = project.WriteBack is { } back ? new PlanWriteBack { Column = back.Column.Name, From = back.From.Name, SourceKey = columns.SourceKey } : null,
            NewOptions = newOptions.Count == 0 ? null : newOptions,
            Options = OptionsUsed(),
            Counts = counts,
            Warnings = warnings,
            Guards = guards,
            Durations = durations,
        };
    }

    private static PlanSide Side(TableReference reference, string connector, ConnectionIdentity identity, string table, string fingerprint) => new()
    {
        Connection = reference.Connection,
        Connector = connector,
        Table = table,
        SystemId = identity.SystemId,
        System = identity.System,
        User = identity.User,
        SchemaFingerprint = fingerprint,
    };

    // All tables are read at the same time; the first that fails stops the others, and no plan is made.
    private async Task ReadAsync(CompareQuery query, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lookups = LookupSource.Of(project);
        var reader = new LookupReader(project, target, stage);
        var sourceLoad = incremental.Source is { } mirroredSource
            ? LoadMirrored("source", mirroredSource, "source_rows", rows => Interlocked.Exchange(ref sourceRead, rows))
            : Load(source, "source_rows", Project.Source.Table, SourceColumns(), Project.SourceNativeFilter, rows => Interlocked.Exchange(ref sourceRead, rows));
        List<Task> reads =
        [
            sourceLoad,
            incremental.Target is { } mirroredTarget
                ? LoadMirrored("target", mirroredTarget, "target_rows", rows => Interlocked.Exchange(ref targetRead, rows))
                : Load(target, "target_rows", Project.Target.Table, columns.TargetColumns, Project.TargetFilter, rows => Interlocked.Exchange(ref targetRead, rows)),
            .. lookups.Select(lookup => MayAsk(lookup)
                ? LoadAsked(lookup)
                : Load(target, lookup.Staged, lookup.Table.Name, lookup.Columns, null, rows => Interlocked.Exchange(ref lookupRead, rows))),
        ];
        Exception? first = null;
        while (reads.Count > 0)
        {
            var done = await Task.WhenAny(reads);
            reads.Remove(done);
            try
            {
                await done;
            }
            catch (Exception failure)
            {
                first ??= failure;
                await either.CancelAsync();
            }
        }

        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }

        foreach (var lookup in lookups)
        {
            await pending.ApplyAsync(Project.Target.Connection, lookup.Table, lookup.Staged, lookup.Columns, cancellationToken);
        }

        foreach (var statement in new MappingQuery(project, keysIgnoreCase).LookupStatements(lookups))
        {
            await stage.ExecuteAsync(statement, cancellationToken);
        }

        await StageMirrorsAsync(query, cancellationToken);
        await pending.ApplyAsync(Project.Target.Connection, project.Target, "target_rows", columns.TargetColumns, cancellationToken);

        // Of a mirrored source only changes are read at this point, and a pending plan may give rows the values that are looked for.
        bool MayAsk(LookupSource lookup) => incremental.Source is null && !pending.Touches(Project.Target.Connection, lookup.Table) && reader.CanAsk(lookup);

        Task LoadAsked(LookupSource lookup) => Task.Run(
            async () =>
            {
                await sourceLoad;
                var how = await NamingTheFilter(() => reader.LoadAsync(
                    lookup,
                    rows =>
                    {
                        Interlocked.Exchange(ref lookupRead, rows);
                        Report(PlanPhase.Read);
                    },
                    either.Token));
                if (how is not null)
                {
                    lock (reading)
                    {
                        reading["lookups-read"] = reading.TryGetValue("lookups-read", out var others) ? $"{others}; {how}" : how;
                    }
                }
            },
            either.Token);

        Task LoadMirrored(string side, MirroredSide mirrored, string staged, Action<long> count) => Task.Run(
            async () =>
            {
                var (read, why) = await mirrored.LoadAsync(
                    staged,
                    rows =>
                    {
                        count(rows);
                        Report(PlanPhase.Read);
                    },
                    either.Token);
                lock (reading)
                {
                    reading[side + "-read"] = why is null ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{read} changed rows") : $"whole: {why}";
                    if (why is not null)
                    {
                        warnings.Add($"Every row of the {side} was read: {why}.");
                    }
                }
            },
            either.Token);

        Task Load(IConnection connection, string staged, string table, IReadOnlyList<ColumnSchema> wanted, NativeFilter? filter, Action<long> count)
        {
            var request = new ReadRequest { Table = table, Columns = [.. wanted.Select(column => column.Name)], Filter = filter, InOrder = Project.Duplicates.Keep != DuplicateKeep.None };
            return Task.Run(
                () => stage.LoadAsync(
                    staged,
                    wanted,
                    connection.ReadAsync(request, either.Token),
                    rows =>
                    {
                        count(rows);
                        Report(PlanPhase.Read);
                    },
                    either.Token),
                either.Token);
        }
    }

    // Where the source knows lines, they are read too: people find a row by its line.
    private IReadOnlyList<ColumnSchema> SourceColumns() => source.Capabilities.LineNumbers
        ? [.. project.SourceColumns, new ColumnSchema { Name = ReadRequest.LineColumn, Type = ColumnType.Of(ColumnKind.Integer) }]
        : project.SourceColumns;

    // What both mirrors are known to have in common is left out of the compare; a pending plan is in neither of them, so then all is compared.
    private async Task StageMirrorsAsync(CompareQuery query, CancellationToken cancellationToken)
    {
        if (incremental is { Source.Mirror: { } from, Target.Mirror: { } to } && options.Pending.Count == 0)
        {
            var question = await new CompareQuestion(project, stage, query, Mapping()).TextAsync(cancellationToken);
            comparedKeys = new ComparedKeys(stage, from, to, query.TargetKeys, question);
            await comparedKeys.StageAsync(() => RunMappingAsync(cancellationToken), cancellationToken);
            reading["compared"] = comparedKeys.IsNarrow
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"changed and open keys; {comparedKeys.SourceRowsLeftOut} source rows known to be the same")
                : "all keys";
            return;
        }

        await (incremental.Source?.Mirror?.StageAsync("source_rows", ids: null, cancellationToken) ?? Task.CompletedTask);
        await (incremental.Target?.Mirror?.StageAsync("target_rows", ids: null, cancellationToken) ?? Task.CompletedTask);
    }

    private string Mapping() => new MappingQuery(project, keysIgnoreCase, source.Capabilities.LineNumbers).Statement();

    private Task<int> RunMappingAsync(CancellationToken cancellationToken) => NamingTheFilter(() => stage.ExecuteAsync(Mapping(), cancellationToken));

    private async Task<T> NamingTheFilter<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (MappingException failure) when (project.SourceFilter is not null && failure.Error.Id == "SY2900" && failure.Error.ServerText!.Contains("Conversion Error", StringComparison.Ordinal))
        {
            // Values are converted with TRY; only the filter can fail on a row, and a row must not vanish because of that.
            throw new MappingException(
                failure.Error with
                {
                    Id = "SY2113",
                    Message = "The source-filter can not be evaluated for one of the rows.",
                    Advice = "Use try_cast for values that may not fit.",
                    Location = Project.Marks.Find("source-filter"),
                },
                failure);
        }
    }

    private async Task MapAsync(CancellationToken cancellationToken)
    {
        await RunMappingAsync(cancellationToken);
        if (await stage.ScalarAsync<long>("SELECT count(*) FROM mapped WHERE skip AND NOT bad", cancellationToken) is > 0 and var skipped)
        {
            warnings.Add($"{Rows(skipped, "source row")} left alone because a lookup found nothing and says missing: skip.");
        }
    }

    // Deleting needs the project's consent, and a source whose every row could be told by its key.
    private async Task<bool> MayDeleteAsync(CompareQuery query, CancellationToken cancellationToken)
    {
        if (Project.Actions.Delete == DeleteAction.None)
        {
            return false;
        }

        var keys = query.TargetKeys;
        var nameless = await stage.ScalarAsync<long>(
            $"SELECT count(*) FROM target_rows t WHERE {string.Join(" OR ", keys.Select(key => $"{key} IS NULL"))}", cancellationToken);
        if (nameless > 0)
        {
            warnings.Add($"{Rows(nameless, "target row")} left alone, having no key.");
        }

        var unusable = await stage.ScalarAsync<long>($"SELECT count(*) FROM mapped WHERE {string.Join(" OR ", keys.Select((_, i) => $"k{i} IS NULL"))}", cancellationToken);
        if (unusable > 0)
        {
            warnings.Add($"No row is deleted: {Rows(unusable, "source row")} without a usable key, so rows that are missing in the source can not be told from them.");
        }

        return unusable == 0;
    }

    private async Task<PlanCounts> CountAsync(CompareQuery query, CancellationToken cancellationToken)
    {
        var rows = await stage.QueryAsync(
            $"""
            SELECT (SELECT count(*) FROM mapped), (SELECT count(*) FROM target_rows),
              (SELECT count(*) FROM pairs WHERE source IS NOT NULL AND target IS NOT NULL AND NOT held AND NOT {query.DiffersAtAll()}),
              (SELECT count(*) FROM pairs WHERE source IS NOT NULL AND target IS NOT NULL AND NOT held AND {query.Differs()}),
              (SELECT count(*) FROM planned WHERE action = 'add'), (SELECT count(*) FROM planned WHERE action IN ('update', 'deactivate')),
              (SELECT count(*) FROM planned WHERE action = 'delete'), (SELECT count(*) FROM planned WHERE action = 'deactivate'),
              (SELECT count(*) FROM pairs WHERE source IS NOT NULL AND target IS NOT NULL AND NOT held AND {query.DiffersAtAll()} AND NOT newer)
            """,
            row => (Counts: new PlanCounts
            {
                SourceRows = row.GetInt64(0) + (comparedKeys?.SourceRowsLeftOut ?? 0),
                TargetRows = row.GetInt64(1) + (comparedKeys?.TargetRowsLeftOut ?? 0),
                Same = row.GetInt64(2) + (comparedKeys?.SourceRowsLeftOut ?? 0),
                Add = row.GetInt64(4),
                Update = row.GetInt64(5),
                Delete = row.GetInt64(6),
                Deactivate = row.GetInt64(7),
            }, Differ: row.GetInt64(3), Older: row.GetInt64(8)),
            cancellationToken);
        if (!Project.Actions.Update && rows[0].Differ > 0)
        {
            warnings.Add($"{Rows(rows[0].Differ, "row")} different and left alone, because actions.update is false.");
        }

        if (rows[0].Older > 0)
        {
            warnings.Add($"{Rows(rows[0].Older, "row")} different and left alone, because the target's row is newer (compare: newer-wins).");
        }

        return rows[0].Counts;
    }

    private Dictionary<string, string> OptionsUsed() => new(reading, StringComparer.Ordinal)
    {
        ["add"] = Text(Project.Actions.Add),
        ["update"] = Text(Project.Actions.Update),
        ["delete"] = Project.Actions.Delete == DeleteAction.Deactivate ? "deactivate" : Text(Project.Actions.Delete == DeleteAction.Delete),
        ["ignore-case"] = Text(Project.Compare.IgnoreCase),
        ["empty-equals-null"] = Text(Project.Compare.EmptyEqualsNull),
        ["trim"] = Text(Project.Compare.Trim),
        ["date-precision"] = Project.Compare.DatePrecision.ToString().ToLowerInvariant(),
        ["duplicates"] = Project.Duplicates.ToString(),
        ["keys-ignore-case"] = Text(keysIgnoreCase),
        ["source-filter"] = string.Join(" and ", new[] { Project.SourceNativeFilter is { } asked ? $"{asked.Language}: {asked.Text}" : null, Project.SourceFilter }.OfType<string>()),
        ["target-filter"] = Project.TargetFilter is { } filter ? $"{filter.Language}: {filter.Text}" : "",
    };

    private static string Text(bool value) => value ? "true" : "false";

    private static string Rows(long count, string noun) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? " is" : "s are")}");

    private async Task TimedAsync(string name, PlanPhase phase, Func<Task> work)
    {
        Report(phase);
        var start = options.TimeProvider.GetTimestamp();
        await work();
        durations[name] = Math.Round(options.TimeProvider.GetElapsedTime(start).TotalSeconds, 3);
    }

    private void Report(PlanPhase phase) =>
        progress?.Report(new PlanProgress(phase, Interlocked.Read(ref sourceRead), Interlocked.Read(ref targetRead), Interlocked.Read(ref lookupRead)));
}
