using System.Globalization;

namespace Syncline.Bench.Files;

/// <summary>What a step took.</summary>
internal readonly record struct Cost(double Seconds, double Processor)
{
    public static Cost Most { get; } = new(double.MaxValue, double.MaxValue);

    public Cost Least(Cost other) => new(Math.Min(Seconds, other.Seconds), Math.Min(Processor, other.Processor));

    public string Over(Cost floor) => string.Create(CultureInfo.InvariantCulture, $"{Seconds / floor.Seconds:F2} (processor {Processor / floor.Processor:F2})");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:F3} s (processor {Processor:F3} s)");
}
