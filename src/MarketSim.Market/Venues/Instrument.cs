using MarketSim.Market.Orders;

namespace MarketSim.Market.Venues;

/// <summary>The traded instrument and its units.</summary>
public sealed record Instrument
{
    /// <param name="tickSize">Currency per tick, greater than 0.</param>
    /// <param name="lotSize">Units (shares, contracts) per lot, greater than 0.</param>
    public Instrument(string symbol, decimal tickSize, decimal lotSize)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(symbol);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tickSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lotSize);
        Symbol = symbol;
        TickSize = tickSize;
        LotSize = lotSize;
    }

    /// <summary>Its name in tables and reports.</summary>
    public string Symbol { get; }

    /// <summary>Currency per tick.</summary>
    public decimal TickSize { get; }

    /// <summary>Units per lot.</summary>
    public decimal LotSize { get; }

    /// <summary>The price as currency.</summary>
    public decimal ToCurrency(Price price) => price.Ticks * TickSize;

    /// <summary>Cash in tick·lots as currency.</summary>
    public decimal CashToCurrency(long tickLots) => tickLots * TickSize * LotSize;

    /// <summary>The quantity in units.</summary>
    public decimal ToUnits(Quantity quantity) => quantity.Lots * LotSize;

    /// <summary>A currency amount per unit as a number of ticks, not rounded.</summary>
    public double ToTicks(double currency) => currency / (double)TickSize;
}
