using System.ComponentModel.DataAnnotations;

namespace Syncline.ODataService;

/// <summary>A copy of the sandbox's table <c>new_project</c>: a property for each type of column that Dynamics 365 writes, named as there.</summary>
public sealed record Project
{
    [Key]
    public Guid new_projectid { get; init; }

    [MaxLength(20)]
    public string? new_code { get; init; }

    [MaxLength(100)]
    public string? new_name { get; init; }

    public string? new_notes { get; init; }

    public Guid? new_accountid { get; init; }

    public Guid? new_managerid { get; init; }

    public Guid? new_parentprojectid { get; init; }

    public bool? new_billable { get; init; }

    public decimal? new_budget { get; init; }

    public decimal? new_effort { get; init; }

    public int? new_headcount { get; init; }

    public double? new_progress { get; init; }

    public int? new_phase { get; init; }

    public string? new_tags { get; init; }

    public DateTimeOffset? new_reviewedon { get; init; }

    public DateTimeOffset? new_kickoff { get; init; }

    public DateOnly? new_startdate { get; init; }

    [ConcurrencyCheck]
    public long version { get; init; } = 1;
}
