namespace Syncline.ODataService;

/// <summary>How important a contact is.</summary>
public enum Rank
{
    Low,
    High,
}
