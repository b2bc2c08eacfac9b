using MarketSim.Market.Impact;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Bars;

/// <summary>Cash and position of one trader of bars, with costs, impact, margin and bankruptcy.</summary>
internal sealed class BarAccount(TradingSettings settings)
{
    // Lower bound of a fill price as a share of the bar's, whatever the impact.
    private const double MinPriceShare = 0.01;

    // The units of a position that is held are computed from its value: a relative difference up to this is rounding, not a trade.
    private const double Rounding = 1e-12;

    // Bisection steps after which a share of a position is exact to the last bits.
    private const int SizingSteps = 52;

    private readonly IImpactModel _impact = settings.CreateImpact?.Invoke() ?? new NoImpact();

    public double Cash { get; private set; }

    /// <summary>The position in units; negative is short.</summary>
    public double Units { get; private set; }

    /// <summary>Cash and position at the last mark.</summary>
    public double Wealth { get; private set; }

    /// <summary>Value of the position at the last mark.</summary>
    public double Exposure { get; private set; }

    /// <summary>True when the next trade must reduce the exposure to the maximum, if it is greater.</summary>
    public bool IsMarginCalled { get; private set; }

    public double CostsPaid { get; private set; }

    /// <summary>Value of all that was traded.</summary>
    public double Turnover { get; private set; }

    public bool IsBankrupt => Wealth <= settings.BankruptcyShare * settings.InitialCash;

    /// <summary>Exposure as a multiple of wealth.</summary>
    public double Leverage => Wealth > 0 ? Exposure / Wealth : 0;

    /// <summary>The present position as a share of the maximum.</summary>
    public double Share => Leverage / settings.MaximumLeverage;

    public void Reset()
    {
        _impact.Reset();
        Cash = settings.InitialCash;
        Wealth = settings.InitialCash;
        Units = 0;
        Exposure = 0;
        CostsPaid = 0;
        Turnover = 0;
        IsMarginCalled = false;
    }

    /// <summary>The units of a position that is given as a share of the maximum; after a margin call at most the maximum.</summary>
    /// <param name="price">The last known price.</param>
    public double UnitsFor(double share, double price) =>
        (IsMarginCalled ? Math.Clamp(share, -1, 1) : share) * settings.MaximumLeverage * Math.Max(0, Wealth) / price;

    /// <summary>
    /// Trades towards a position. The order was sized at the last close; the fill is sized at its own price, costs and impact included, so that no
    /// trade exceeds the maximum position or, with a maximum leverage of 1 or less, the cash.
    /// </summary>
    /// <param name="targetUnits">The position to reach.</param>
    /// <param name="price">The bar's price, before impact.</param>
    public void TradeTo(double targetUnits, double price)
    {
        if (IsNoTrade(targetUnits - Units))
        {
            return;
        }

        double units = WithinLeverage(targetUnits, price);
        double traded = units - Units;
        if (IsNoTrade(traded))
        {
            return;
        }

        double fillPrice = FillPriceOf(traded, price);
        _impact.Trade(traded);
        double value = Math.Abs(traded) * fillPrice;
        double cost = value * settings.CostRate;
        Cash -= (traded * fillPrice) + cost;
        Units = units;
        CostsPaid += cost;
        Turnover += value;
    }

    /// <summary>Ends a bar: impact decays, the fee of a short position is paid, and the position is valued at the close.</summary>
    public void EndBar(double price)
    {
        _impact.Advance(settings.BarSeconds);
        Cash -= Math.Max(0, -Units) * price * settings.ShortFeePerBar;
        Mark(price);
    }

    /// <summary>Values the position at a price.</summary>
    public void Mark(double price)
    {
        Exposure = Units * price;
        Wealth = Cash + Exposure;
        IsMarginCalled = Wealth < settings.MaintenanceMargin * Math.Abs(Exposure);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        StateArrays.Write(writer, [Cash, Units, Wealth, Exposure, CostsPaid, Turnover]);
        writer.WriteBoolean(IsMarginCalled);
        _impact.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        double[] values = new double[6];
        StateArrays.Read(ref reader, values);
        (Cash, Units, Wealth, Exposure, CostsPaid, Turnover) = (values[0], values[1], values[2], values[3], values[4], values[5]);
        IsMarginCalled = reader.ReadBoolean();
        _impact.Restore(ref reader);
    }

    private bool IsNoTrade(double traded) => Math.Abs(traded) <= Rounding * Math.Abs(Units);

    // Mean price of a trade, impact included.
    private double FillPriceOf(double traded, double price) => Math.Max(price + _impact.MeanDisplacementOf(traded), MinPriceShare * price);

    // The position, or its largest share that the wealth after the trade allows, by bisection.
    private double WithinLeverage(double units, double price)
    {
        if (IsWithinLeverage(units, price))
        {
            return units;
        }

        double allowedShare = 0;
        double excessiveShare = 1;
        for (int step = 0; step < SizingSteps; step++)
        {
            double middle = (allowedShare + excessiveShare) / 2;
            (allowedShare, excessiveShare) = IsWithinLeverage(units * middle, price) ? (middle, excessiveShare) : (allowedShare, middle);
        }

        return units * allowedShare;
    }

    private bool IsWithinLeverage(double units, double price)
    {
        double traded = units - Units;
        double fillPrice = FillPriceOf(traded, price);
        double cash = Cash - ((traded * fillPrice) + (Math.Abs(traded) * fillPrice * settings.CostRate));
        double exposure = units * price;
        return Math.Abs(exposure) <= settings.MaximumLeverage * (cash + exposure)
            && (settings.MaximumLeverage > 1 || units <= 0 || cash >= 0);
    }
}
