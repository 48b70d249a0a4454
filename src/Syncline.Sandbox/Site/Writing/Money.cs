namespace Syncline.Sandbox.Site.Writing;

/// <summary>Decimal numbers in the form in which rows hold them.</summary>
internal static class Money
{
    /// <summary>The number without trailing zeros but with one decimal at least, as lists show it (<c>100000.0</c>, PROTOCOL 5.2).</summary>
    public static decimal Canonical(decimal number)
    {
        var trimmed = number / 1.0000000000000000000000000000m;
        return trimmed.Scale == 0 ? trimmed + 0.0m : trimmed;
    }

    /// <summary>An amount in the base currency: divided by the exchange rate, four decimals.</summary>
    public static decimal InBase(decimal amount, decimal exchangeRate) =>
        Canonical(Math.Round(amount / exchangeRate, 4, MidpointRounding.AwayFromZero));
}
