using Syncline.Core.Errors;

namespace Syncline.Sync.Plans;

/// <summary>Errors SY3xxx: a plan file that is missing, broken, changed or can't be written.</summary>
internal static class PlanErrors
{
    public static ConfigurationException Missing(string path) => Of(
        "SY3001", $"There is no plan file {path}.", "Check the path, or make the plan with `syncline plan`.", path);

    public static ConfigurationException NotAPlan(string path, Exception? inner = null) => Of(
        "SY3002", $"{path} is not a plan file.", "Give a file that `syncline plan` wrote; if it was one, it is damaged: make the plan again.", path, inner);

    public static ConfigurationException OtherVersion(string path, int version) => Of(
        "SY3003",
        $"{path} has plan format {version}; this program reads format {PlanHeader.CurrentFormatVersion}.",
        "Use the version of Syncline that made it, or make the plan again.",
        path);

    public static ConfigurationException Changed(string path) => Of(
        "SY3004",
        $"{path} was changed after it was made: its content no longer has the digest it was written with.",
        "Make the plan again and review it; to leave rows out, use an own plan for that rather than editing this one.",
        path);

    public static ConfigurationException Exists(string path) => Of(
        "SY3005", $"There is a file {path} already.", "Choose another name with --out, or remove that file first; plans are never overwritten.", path);

    public static ConfigurationException NotWritten(string path, Exception inner) => Of(
        "SY3006", $"The plan can not be written to {path}: {inner.Message.TrimEnd('.')}.", "Check that the folder is there, may be written to and has space.", path, inner);

    public static ConfigurationException ConditionFails(Exception inner) => new(
        new ErrorDetail
        {
            Id = "SY3007",
            Phase = ErrorPhase.Configuration,
            Message = "The condition can not be evaluated for one of the changes.",
            Advice = "Use try_cast for values that may not fit.",
            ServerText = inner.Message,
        },
        inner);

    public static ConfigurationException NothingToExclude(string message) => new(new ErrorDetail
    {
        Id = "SY3008",
        Phase = ErrorPhase.Configuration,
        Message = message,
        Advice = "Look at the changes with `syncline plan show PLAN`; no plan was written.",
    });

    public static ConfigurationException NotComparable(string message) => new(new ErrorDetail
    {
        Id = "SY3009",
        Phase = ErrorPhase.Configuration,
        Message = message,
        Advice = "Choose a plan of the same project.",
    });

    private static ConfigurationException Of(string id, string message, string advice, string path, Exception? inner = null) => new(
        new ErrorDetail { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice, Location = new SourceLocation(path) }, inner);
}
