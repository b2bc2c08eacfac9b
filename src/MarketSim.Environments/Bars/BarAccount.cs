using MarketSim.Market.Impact;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Bars;

/// <summary>Cash and position of one trader of bars, with costs, impact, margin and bankruptcy.</summary>
internal sealed class BarAccount(TradingSettings settings)
{
    // However much is sold, the price stays above this share of the bar's.
    private const double LeastPriceShare = 0.01;

    // A position that is held is computed from its own value; what rounding makes of it is no trade.
    private const double Rounding = 1e-12;

    // Halvings after which a share of a position is exact to the last bits.
    private const int SizingSteps = 52;

    private readonly IImpactModel _impact = settings.CreateImpact?.Invoke() ?? new NoImpact();

    public double Cash { get; private set; }

    /// <summary>In units; negative is short.</summary>
    public double Units { get; private set; }

    /// <summary>Cash and position at the last mark.</summary>
    public double Wealth { get; private set; }

    /// <summary>Value of the position at the last mark.</summary>
    public double Exposure { get; private set; }

    /// <summary>Whether the next trade must bring the exposure back to the greatest.</summary>
    public bool IsMarginCalled { get; private set; }

    public double CostsPaid { get; private set; }

    /// <summary>Value of all that was traded.</summary>
    public double Turnover { get; private set; }

    public bool IsBankrupt => Wealth <= settings.BankruptcyShare * settings.InitialCash;

    /// <summary>Exposure as a multiple of wealth.</summary>
    public double Leverage => Wealth > 0 ? Exposure / Wealth : 0;

    public void Open()
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

    /// <summary>The position to take, in units, for a share of the greatest; after a margin call no more than the greatest.</summary>
    /// <param name="price">The last price that is known.</param>
    public double UnitsFor(double share, double price) =>
        (IsMarginCalled ? Math.Clamp(share, -1, 1) : share) * settings.MaximumLeverage * Math.Max(0, Wealth) / price;

    /// <summary>The present position as a share of the greatest.</summary>
    public double Share => Leverage / settings.MaximumLeverage;

    /// <summary>
    /// Trades towards a position. The order was sized at the last close; the fill is sized at its own price, costs and impact included, so that no
    /// trade leads beyond the greatest position, or, with a greatest leverage of 1 or less, beyond the cash.
    /// </summary>
    public void Trade(double units, double price)
    {
        if (IsNoTrade(units - Units))
        {
            return;
        }

        units = WithinLeverage(units, price);
        double traded = units - Units;
        if (IsNoTrade(traded))
        {
            return;
        }

        double mean = PriceOf(traded, price);
        _impact.Trade(traded);
        double value = Math.Abs(traded) * mean;
        double cost = value * settings.CostRate;
        Cash -= (traded * mean) + cost;
        Units = units;
        CostsPaid += cost;
        Turnover += value;
    }

    private bool IsNoTrade(double traded) => Math.Abs(traded) <= Rounding * Math.Abs(Units);

    /// <summary>Mean price of a trade, with its impact.</summary>
    private double PriceOf(double traded, double price) => Math.Max(price + _impact.MeanDisplacementOf(traded), LeastPriceShare * price);

    /// <summary>The position nearest to the one asked for, between it and none, that the wealth after the trade bears.</summary>
    private double WithinLeverage(double units, double price)
    {
        if (IsWithinLeverage(units, price))
        {
            return units;
        }

        double within = 0;
        double beyond = 1;
        for (int halving = 0; halving < SizingSteps; halving++)
        {
            double middle = (within + beyond) / 2;
            (within, beyond) = IsWithinLeverage(units * middle, price) ? (middle, beyond) : (within, middle);
        }

        return units * within;
    }

    private bool IsWithinLeverage(double units, double price)
    {
        double traded = units - Units;
        double mean = PriceOf(traded, price);
        double cash = Cash - ((traded * mean) + (Math.Abs(traded) * mean * settings.CostRate));
        double exposure = units * price;
        return Math.Abs(exposure) <= settings.MaximumLeverage * (cash + exposure)
            && (settings.MaximumLeverage > 1 || units <= 0 || cash >= 0);
    }

    /// <summary>Lets a bar pass and values the position at its close.</summary>
    public void Mark(double price)
    {
        _impact.Advance(settings.BarSeconds);
        Cash -= Math.Max(0, -Units) * price * settings.ShortFeePerBar;
        Value(price);
    }

    public void Value(double price)
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
}
