namespace MarketSim.Market.Orders;

/// <summary>A price in ticks, the smallest unit that the instrument's prices are counted in.</summary>
public readonly record struct Price(long Ticks) : IComparable<Price>
{
    /// <inheritdoc/>
    public int CompareTo(Price other) => Ticks.CompareTo(other.Ticks);

    /// <summary>The price so many ticks away.</summary>
    public static Price operator +(Price price, long ticks) => new(price.Ticks + ticks);

    /// <summary>The price so many ticks away.</summary>
    public static Price operator -(Price price, long ticks) => new(price.Ticks - ticks);

    /// <summary>Distance in ticks.</summary>
    public static long operator -(Price left, Price right) => left.Ticks - right.Ticks;

    /// <summary>Notional value in tick·lots, the unit of cash.</summary>
    public static long operator *(Price price, Quantity quantity) => checked(price.Ticks * quantity.Lots);

    /// <summary>Orders by value.</summary>
    public static bool operator <(Price left, Price right) => left.Ticks < right.Ticks;

    /// <summary>Orders by value.</summary>
    public static bool operator >(Price left, Price right) => left.Ticks > right.Ticks;

    /// <summary>Orders by value.</summary>
    public static bool operator <=(Price left, Price right) => left.Ticks <= right.Ticks;

    /// <summary>Orders by value.</summary>
    public static bool operator >=(Price left, Price right) => left.Ticks >= right.Ticks;
}
