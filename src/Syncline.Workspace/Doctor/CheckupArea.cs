namespace Syncline.Workspace.Doctor;

/// <summary>What a finding is about.</summary>
public enum CheckupArea
{
    /// <summary>This computer and the home folder.</summary>
    Machine,

    /// <summary>The files of the connection library.</summary>
    Library,

    /// <summary>A saved connection, tried.</summary>
    Connection,
}
