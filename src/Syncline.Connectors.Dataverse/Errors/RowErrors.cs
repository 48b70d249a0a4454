using System.Globalization;
using System.Text.RegularExpressions;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>Turns the server's refusal of a row into what became of the row, with advice.</summary>
internal static partial class RowErrors
{
    /// <summary>What a refusal means for one row.</summary>
    public static RowOutcome Outcome(ServerFault fault, RowWritePlan plan, int row)
    {
        var isVersioned = plan.ExpectedVersion(row) is not null;
        if (fault.Number == ServerErrorCodes.ConcurrencyVersionMismatch
            || (isVersioned && fault is { Status: 412, Number: 0 }))
        {
            return RowOutcome.Conflict(Of(fault, ErrorIds.VersionChanged,
                $"The row of table \"{plan.Table.LogicalName}\" has changed since it was read.",
                "Compare again, and decide on what is there now.", Recovery.SkipRow));
        }

        if (plan.Association is not null && ((plan.Kind, fault.Number) is (WriteKind.Delete, ServerErrorCodes.ObjectDoesNotExist)
            or (WriteKind.Upsert, ServerErrorCodes.DuplicateRecord)))
        {
            return new RowOutcome { Status = RowStatus.Done, Inserted = plan.Kind == WriteKind.Upsert ? false : null };
        }

        if (plan.Association is null && IsRowMissing(fault, plan, row))
        {
            if (plan.Kind == WriteKind.Delete)
            {
                return new RowOutcome { Status = RowStatus.Done, Id = plan.KnownId(row) };
            }

            var missing = Of(fault, ErrorIds.RowNotFound, $"Table \"{plan.Table.LogicalName}\" has no such row any more.",
                "Compare again: the row was deleted, or the signed-in user may not see it.", Recovery.SkipRow);
            return isVersioned ? RowOutcome.Conflict(missing) : RowOutcome.Failed(missing);
        }

        return RowOutcome.Failed(Refusal(fault, plan));
    }

    /// <summary>The error when a fault concerns the whole run, not the rows sent; else null.</summary>
    public static ErrorDetail? OfRun(ServerFault fault, SiteAddresses site) =>
        FaultErrors.OfConnection(fault, site) ?? (fault is { IsDataverse: false, Status: (>= 300 and < 400) or 404 or 405 }
            ? ConnectionErrors.NotDynamics(site, fault.Status, null)
            : null);

    public static ErrorDetail TurnedAway(ServerFault fault) => Of(fault, fault.IsThrottle ? ErrorIds.Throttled : ErrorIds.Unavailable,
        fault.IsThrottle ? "The site asks to slow down: a service protection limit was reached." : "The site is not available at the moment.",
        "It is sent again after the wait that the site asks for.", Recovery.Retry);

    public static ErrorDetail Ambiguous(ServerFault fault) => Of(fault, ErrorIds.ReplyLost,
        $"The site's answer was lost on the way (HTTP {fault.Status}): the row may be written or not.", "Read the row to see.", Recovery.Stop);

    public static ErrorDetail NotSent(ErrorDetail? because) => new()
    {
        Id = ErrorIds.NotSent,
        Phase = ErrorPhase.Write,
        Message = because is null ? "The row was not sent: the work was cancelled." : "The row was not sent: " + because.Message,
        Advice = because?.Recovery == Recovery.SignInAgain ? because.Advice : "Send it again.",
        Recovery = because?.Recovery is Recovery.SignInAgain ? Recovery.SignInAgain : Recovery.Retry,
        RetryAfter = because?.RetryAfter,
    };

    /// <summary>Why rows behind a refused one were not carried out.</summary>
    public static ErrorDetail StoppedEarlier { get; } = new()
    {
        Id = ErrorIds.NotSent,
        Phase = ErrorPhase.Write,
        Message = "The site stopped at an earlier row of the batch.",
        Recovery = Recovery.Retry,
    };

    /// <summary>A row that may be written or not, because a bulk request on an elastic table was refused without a word on each row.</summary>
    public static ErrorDetail InDoubt(ServerFault fault) => Of(fault, ErrorIds.ReplyLost,
        $"The site refused a part of the rows without saying which: {ReadErrors.Sentence(fault)}", "Read the row to see.", Recovery.Stop);

    public static ErrorDetail FileRefused(ServerFault fault, string column) => Of(fault, ErrorIds.FileRefused,
        $"The row was written, but not the file in column \"{column}\": {ReadErrors.Sentence(fault)}", "Correct the file (size, kind of image), and send the row again.", Recovery.SkipRow) with
    { Column = column };

    public static ErrorDetail OptionRefused(ServerFault fault) => Of(fault, ErrorIds.OptionRefused,
        $"The site did not add the label: {ReadErrors.Sentence(fault)}",
        fault.Number == ServerErrorCodes.PrivilegeDenied ? Privileges.Advise(fault.Text) : "Check the choice's name (read the table @choices) and that the value is free.", Recovery.SkipRow);

    public static ErrorDetail NotPublished(string? why) => new()
    {
        Id = ErrorIds.OptionNotPublished,
        Phase = ErrorPhase.Write,
        Message = $"The label was added, but not published: {why ?? "the site did not answer."}",
        Advice = "Publish all customizations in Dynamics 365; the label need not be added again.",
        Recovery = Recovery.SkipRow,
    };

    public static ErrorDetail FileWithoutRow(string column) => new()
    {
        Id = ErrorIds.FileRefused,
        Phase = ErrorPhase.Write,
        Message = $"The row was written, but not the file in column \"{column}\": the site did not tell the row's id.",
        Advice = "Write files with the primary key as key column.",
        Column = column,
        Recovery = Recovery.SkipRow,
    };

    public static ErrorDetail KeyIncomplete(string table, string column) => new()
    {
        Id = ErrorIds.KeyIncomplete,
        Phase = ErrorPhase.Write,
        Message = $"The row can't be found in table \"{table}\": its key column \"{column}\" is empty.",
        Advice = "Fill the key, or leave the row out.",
        Recovery = Recovery.SkipRow,
        Column = column,
    };

    public static ErrorDetail NotSendable(string column, string why) => new()
    {
        Id = ErrorIds.ValueNotSendable,
        Phase = ErrorPhase.Write,
        Message = $"The value for column \"{column}\" can't be sent: {why}.",
        Recovery = Recovery.SkipRow,
        Column = column,
    };

    public static ErrorDetail LookupTableUnknown(ColumnDefinition column, string? target) => new()
    {
        Id = ErrorIds.LookupTableUnknown,
        Phase = ErrorPhase.Write,
        Message = target is null
            ? $"Lookup column \"{column.LogicalName}\" can point to several tables, and the row does not say to which."
            : $"Lookup column \"{column.LogicalName}\" can't point to table \"{target}\".",
        Advice = $"Give \"{column.LogicalName}.table\" one of: {string.Join(", ", column.Column.Type.LookupTargets)}.",
        Recovery = Recovery.SkipRow,
        Column = column.LogicalName,
    };

    /// <summary>
    /// Whether the thing that does not exist is the row itself; a lookup's target that does not exist has the same code. The text names the
    /// table and id: <c>Entity 'account' With Id = 5b4c… Does Not Exist</c>, in bulk <c>account With Ids = … Do Not Exist</c>.
    /// </summary>
    private static bool IsRowMissing(ServerFault fault, RowWritePlan plan, int row)
    {
        if (plan.Kind == WriteKind.Insert)
        {
            return false;
        }

        if (fault.Number == ServerErrorCodes.RecordNotFoundByEntityKey)
        {
            // A lookup that is bound by a key which no row has is refused with the same code; the text names the table that was searched.
            var searched = NoSuchKey().Match(fault.Text ?? string.Empty);
            return !plan.FindsByPrimaryId && plan.Kind != WriteKind.Upsert
                && (!searched.Success || string.Equals(searched.Groups["table"].Value, plan.Table.LogicalName, StringComparison.OrdinalIgnoreCase));
        }

        if (fault.Number != ServerErrorCodes.ObjectDoesNotExist)
        {
            return false;
        }

        var named = DoesNotExist().Match(fault.Text ?? string.Empty);
        return !named.Success
            || (string.Equals(named.Groups["table"].Value, plan.Table.LogicalName, StringComparison.OrdinalIgnoreCase)
                && (plan.KnownId(row) is not { } id || string.Equals(named.Groups["id"].Value, id, StringComparison.OrdinalIgnoreCase)));
    }

    private static ErrorDetail Refusal(ServerFault fault, RowWritePlan plan)
    {
        var table = plan.Table.LogicalName;
        var column = ColumnIn(fault.Text, plan);
        var where = column is null ? "" : $" in column \"{column}\"";
        var (id, message, advice) = fault.Number switch
        {
            _ when IsChoice(fault) => (ErrorIds.ChoiceInvalid, $"A choice has no such value{where}.", "Show the table to see its choices; correct the value, or map by label."),
            ServerErrorCodes.StringLengthTooLong => (ErrorIds.TextTooLong, $"A text is too long{where}{Limit(plan, column)}.", "Shorten it in the source or by an expression in the column map."),
            ServerErrorCodes.DecimalValueOutOfRange or ServerErrorCodes.IntegerValueOutOfRange => (ErrorIds.NumberOutOfRange, $"A number is out of range{where}{Limit(plan, column)}.", "Correct it in the source."),
            ServerErrorCodes.RequiredFieldMissing => (ErrorIds.RequiredMissing, $"A required value is missing{where}.", "Map a source column to it."),
            ServerErrorCodes.DuplicateRecord or ServerErrorCodes.DuplicateRecordEntityKey or ServerErrorCodes.ObjectAlreadyExists
                => (ErrorIds.DuplicateKey, $"Table \"{table}\" already has a row with this key.", "Use that row: compare again with this key, or correct the key in the source."),
            ServerErrorCodes.DuplicateRecordsFound => (ErrorIds.DuplicateDetected, $"A duplicate detection rule of table \"{table}\" found a row like this one.", "Merge the rows, or ask an administrator about the rule."),
            ServerErrorCodes.ObjectDoesNotExist or ServerErrorCodes.RecordNotFoundByEntityKey => (ErrorIds.LookupInvalid, $"A lookup{where} points to a row that does not exist.", "Add that row first, or correct the lookup rule."),
            ServerErrorCodes.InvalidLookupMapNode => (ErrorIds.LookupInvalid, $"A lookup{where} points to a table that it can't point to.", "Correct the lookup rule's table."),
            ServerErrorCodes.PrivilegeDenied or ServerErrorCodes.AccessDenied => (ErrorIds.WritePrivilegeMissing, $"The signed-in user may not write this row of table \"{table}\".", Privileges.Advise(fault.Text)),
            ServerErrorCodes.InvalidStateCodeStatusCode or ServerErrorCodes.InvalidStateTransition or ServerErrorCodes.InvalidState
                => (ErrorIds.StatusInvalid, "The status does not allow this.", "Give statecode and a statuscode that belongs to it; some tables change state only step by step."),
            ServerErrorCodes.IsvAborted or ServerErrorCodes.IsvUnexpected => (ErrorIds.PluginRefused, $"A plug-in or business rule of table \"{table}\" refused the row: {ReadErrors.Sentence(fault)}", "Correct what it says, or ask who maintains it."),
            ServerErrorCodes.OptimisticConcurrencyNotEnabled => (ErrorIds.VersionsNotSupported, $"Table \"{table}\" can't check versions (optimistic concurrency is off).", "Write it without expected versions."),
            ServerErrorCodes.PayloadError => (ErrorIds.PayloadRefused, $"The site does not understand the row{where}: {Inner(fault)}", "The table may have changed since it was described: open the connection again."),
            _ when fault.Status == 413 => (ErrorIds.TooLarge, "The row is too large for the site.", "Leave out its largest values."),
            _ when IsPassing(fault) => (ErrorIds.ServerFailed, $"The site failed to write the row: {ReadErrors.Sentence(fault)}", "Try again."),
            _ => (ErrorIds.Refused, $"The site refused the row: {ReadErrors.Sentence(fault)}", (string?)null),
        };
        return Of(fault, id, message, advice, IsPassing(fault) ? Recovery.Retry : Recovery.SkipRow) with { Column = column };
    }

    /// <summary>Failures of the database behind the site: nothing was written, and the next try may go through.</summary>
    private static bool IsPassing(ServerFault fault) =>
        fault.Number is ServerErrorCodes.SqlError or ServerErrorCodes.SqlTimeout or ServerErrorCodes.CouldNotObtainLockOnResource;

    /// <summary>The code differs by version, the sentence does not: <c>The value 7 of 'gendercode' on record of type 'contact' is outside the valid range.</c></summary>
    private static bool IsChoice(ServerFault fault) =>
        fault.Number == ServerErrorCodes.PicklistValueOutOfRange
        || (fault.Text is { } text && text.Contains("outside the valid range", StringComparison.OrdinalIgnoreCase));

    private static string Limit(RowWritePlan plan, string? column)
    {
        if (column is null || plan.Table.Find(column)?.Column.Type is not { } type)
        {
            return string.Empty;
        }

        return type.MaxLength is { } length ? FormattableString.Invariant($", which takes {length} characters")
            : type is { Minimum: { } minimum, Maximum: { } maximum }
                ? string.Create(CultureInfo.InvariantCulture, $", which takes {minimum} to {maximum}") : string.Empty;
    }

    /// <summary>The first name between quotes in the server's text that is a column of the table.</summary>
    private static string? ColumnIn(string? text, RowWritePlan plan)
    {
        foreach (var match in Quoted().EnumerateMatches(text))
        {
            var name = text.AsSpan(match.Index + 1, match.Length - 2).ToString();
            if (plan.Table.Find(name) is { } definition)
            {
                return definition.LogicalName;
            }
        }

        return null;
    }

    /// <summary>The sentence that matters inside the long text of a payload error.</summary>
    private static string Inner(ServerFault fault)
    {
        var match = InnerText().Match(fault.Text ?? string.Empty);
        return match.Success ? match.Groups["sentence"].Value.Trim() : ReadErrors.Sentence(fault);
    }

    private static ErrorDetail Of(ServerFault fault, string id, string message, string? advice, Recovery recovery) =>
        FaultErrors.Of(fault, ErrorPhase.Write, id, message, advice, recovery);

    [GeneratedRegex(@"'?(?<table>\w+)'? With Ids? = (?<id>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DoesNotExist();

    [GeneratedRegex(@"does not exist in (?<table>\w+) entity", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NoSuchKey();

    [GeneratedRegex("['\"][A-Za-z0-9_]+['\"]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"InnerException\s*:\s*[\w.]+:\s*(?<sentence>.+?)(?:\s*--->|<truncated|$)", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex InnerText();
}
