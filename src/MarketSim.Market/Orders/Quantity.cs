namespace MarketSim.Market.Orders;

/// <summary>A quantity in lots, the smallest unit that the instrument's quantities are counted in.</summary>
public readonly record struct Quantity(long Lots) : IComparable<Quantity>
{
    /// <inheritdoc/>
    public static Quantity Zero => default;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Lots.CompareTo(other.Lots);

    /// <inheritdoc/>
    public static Quantity Min(Quantity left, Quantity right) => left.Lots <= right.Lots ? left : right;

    /// <summary>Sum or difference in lots.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left.Lots + right.Lots);

    /// <summary>Sum or difference in lots.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Lots - right.Lots);

    /// <summary>Orders by value.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.Lots < right.Lots;

    /// <summary>Orders by value.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.Lots > right.Lots;

    /// <summary>Orders by value.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.Lots <= right.Lots;

    /// <summary>Orders by value.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.Lots >= right.Lots;
}
