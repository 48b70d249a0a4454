namespace Syncline.Sandbox.Site.Store;

/// <summary>Shared boxes of the small values that rows hold again and again.</summary>
internal static class Boxes
{
    public static readonly object True = true;
    public static readonly object False = false;
    private static readonly object[] Small = [.. Enumerable.Range(-1, 1026).Select(value => (object)value)];

    public static object Of(bool value) => value ? True : False;

    public static object Of(int value) => (uint)(value + 1) < (uint)Small.Length ? Small[value + 1] : value;
}
