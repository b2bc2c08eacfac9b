using MarketSim.Market.Orders;

namespace MarketSim.Market.Book;

/// <summary>The prices and quantities that the book accepts.</summary>
/// <remarks>The limits keep every sum exact: the notional value of one order, and the total quantity of a level of any number of orders, fit 64 bits.</remarks>
public sealed record BookRules
{
    private const long HighestQuantity = uint.MaxValue;

    private readonly long _priceIncrement = 1;
    private readonly long _quantityIncrement = 1;
    private readonly Price _maximumPrice = new(1_000_000_000);
    private readonly Quantity _maximumQuantity = new(1_000_000_000);

    /// <summary>Prices are multiples of this, in ticks; at least 1.</summary>
    public long PriceIncrement
    {
        get => _priceIncrement;
        init => _priceIncrement = InRange(value, long.MaxValue, nameof(PriceIncrement));
    }

    /// <summary>Quantities are multiples of this, in lots; at least 1.</summary>
    public long QuantityIncrement
    {
        get => _quantityIncrement;
        init => _quantityIncrement = InRange(value, long.MaxValue, nameof(QuantityIncrement));
    }

    /// <summary>Highest price, included; the lowest is 1 tick.</summary>
    public Price MaximumPrice
    {
        get => _maximumPrice;
        init => _maximumPrice = new Price(InRange(value.Ticks, long.MaxValue, nameof(MaximumPrice)));
    }

    /// <summary>Largest quantity of one order, included; at most 4,294,967,295 lots.</summary>
    public Quantity MaximumQuantity
    {
        get => _maximumQuantity;
        init => _maximumQuantity = new Quantity(InRange(value.Lots, HighestQuantity, nameof(MaximumQuantity)));
    }

    /// <summary>Rules for orders of one owner that would trade with each other; by default they may.</summary>
    public SelfTradeRules SelfTrades { get; init; } = SelfTradeRules.None;

    /// <summary>Checks what concerns several properties at once.</summary>
    /// <exception cref="ArgumentException">An increment exceeds its maximum, or the largest order's notional value exceeds 64 bits.</exception>
    internal void ThrowIfInconsistent(string parameterName)
    {
        if (PriceIncrement > MaximumPrice.Ticks)
        {
            throw new ArgumentException($"PriceIncrement is {PriceIncrement}; it must be at most MaximumPrice, {MaximumPrice.Ticks}.", parameterName);
        }

        if (QuantityIncrement > MaximumQuantity.Lots)
        {
            throw new ArgumentException(
                $"QuantityIncrement is {QuantityIncrement}; it must be at most MaximumQuantity, {MaximumQuantity.Lots}.", parameterName);
        }

        if (MaximumPrice.Ticks > long.MaxValue / MaximumQuantity.Lots)
        {
            throw new ArgumentException(
                $"MaximumPrice {MaximumPrice.Ticks} times MaximumQuantity {MaximumQuantity.Lots} must be at most {long.MaxValue}.", parameterName);
        }
    }

    private static long InRange(long value, long maximum, string name) =>
        value >= 1 && value <= maximum ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 to {maximum}.");
}
