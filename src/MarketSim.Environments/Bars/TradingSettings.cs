using MarketSim.Environments.Rewards;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Impact;

namespace MarketSim.Environments.Bars;

/// <summary>The reward function of a step.</summary>
public enum TradingReward
{
    /// <summary>Change of wealth after costs, in per cent of the initial wealth.</summary>
    WealthChange,

    /// <summary>Differential Sharpe ratio of the step's return.</summary>
    DifferentialSharpe,
}

/// <summary>The settings of a trading environment on bars.</summary>
public sealed record TradingSettings
{
    private readonly BarSeries _bars = BarSeries.Of([]);

    /// <summary>
    /// The bars in order of time; see <see cref="BarFile"/> and <see cref="GeneratedBars"/>. All environments of these settings read the same bars; a list
    /// that is no <see cref="BarSeries"/> is copied once, here. No episode contains a break of the series.
    /// </summary>
    public required IReadOnlyList<Bar> Bars
    {
        get => _bars;
        init => _bars = BarSeries.Of(value);
    }

    internal BarSeries Series => _bars;

    /// <summary>Bars at which decisions may be made, e.g. one side of a walk-forward split; null for all. Observations look back before its start.</summary>
    public BarRange? Playable { get; init; }

    /// <summary>Decisions of an episode, at least 1; it is shorter where the playable bars end.</summary>
    public int EpisodeBars { get; init; } = 250;

    /// <summary>True when an episode also ends with the last bar of a day, wherever sessions end.</summary>
    public bool EndsWithDay { get; init; }

    /// <summary>True when an episode begins at a random bar; otherwise at the first playable one.</summary>
    public bool HasRandomStart { get; init; } = true;

    /// <summary>Truncation or liquidation at the end of an episode.</summary>
    public EpisodeEnd End { get; init; } = EpisodeEnd.Truncate;

    /// <summary>Lengths over which returns are observed, in bars, each at least 1.</summary>
    public IReadOnlyList<int> BarLengths { get; init; } = [1, 5, 20];

    /// <summary>Returns observed of each length, one after the other; at least 1.</summary>
    public int Lags { get; init; } = 4;

    /// <summary>Bars over which volatility and mean volume are taken, at least 2.</summary>
    public int VolatilityBars { get; init; } = 60;

    /// <summary>Age of the newest bar that is observed, in bars; 0 or more.</summary>
    public int ObservationDelayBars { get; init; }

    /// <summary>Cash at the start of an episode, in currency; greater than 0.</summary>
    public double InitialCash { get; init; } = 1_000_000;

    /// <summary>Fees and half the spread, as a share of the traded value; 0 or more.</summary>
    public double CostRate { get; init; } = 0.0005;

    /// <summary>Creates the impact model, in price and units of the bars; null for none.</summary>
    public Func<IImpactModel>? CreateImpact { get; init; }

    /// <summary>Time between bars for the impact model, in seconds; greater than 0.</summary>
    public double BarSeconds { get; init; } = 86_400;

    /// <summary>The mapping of actions to positions, as shares of the maximum; null for target positions, short ones included.</summary>
    public PositionActions? Actions { get; init; }

    /// <summary>Maximum exposure at the time of a decision, as a multiple of wealth; greater than 0.</summary>
    public double MaximumLeverage { get; init; } = 1;

    /// <summary>Fee for a short position, as a share of its value per bar; 0 or more.</summary>
    public double ShortFeePerBar { get; init; }

    /// <summary>Wealth below this share of the exposure is a margin call: the next trade reduces the exposure to the maximum; 0 to 1.</summary>
    public double MaintenanceMargin { get; init; } = 0.25;

    /// <summary>Wealth at or below this share of the initial wealth is bankruptcy, which terminates; 0 or more, below 1.</summary>
    public double BankruptcyShare { get; init; } = 0.1;

    /// <summary>The reward function.</summary>
    public TradingReward Reward { get; init; } = TradingReward.WealthChange;

    /// <summary>Adaptation rate of the differential Sharpe ratio per step; greater than 0 and below 1.</summary>
    public double SharpeRate { get; init; } = 0.01;

    /// <summary>Subtracted from the reward for each squared unit of leverage; 0 or more.</summary>
    public double InventoryPenalty { get; init; }

    /// <summary>Number of bars per year, for the observed volatility.</summary>
    public Annualisation Annualisation { get; init; } = Annualisation.TradingDays;

    /// <summary>Bars up to a decision that its observation covers.</summary>
    public int LookBackBars => ObservationDelayBars + Math.Max(BarLengths.Max() * Lags, VolatilityBars) + 1;

    internal PositionActions ActionsOrDefault => Actions ?? PositionActions.Target();

    internal TradingSettings Checked()
    {
        SettingChecks.AtLeast(EpisodeBars, 1);
        SettingChecks.AtLeast(BarLengths.Count, 1);
        SettingChecks.AtLeast(BarLengths.Min(), 1);
        SettingChecks.AtLeast(Lags, 1);
        SettingChecks.AtLeast(VolatilityBars, 2);
        SettingChecks.AtLeast(ObservationDelayBars, 0);
        SettingChecks.Positive(InitialCash);
        SettingChecks.NonNegative(CostRate);
        SettingChecks.Positive(BarSeconds);
        SettingChecks.Positive(MaximumLeverage);
        SettingChecks.NonNegative(ShortFeePerBar);
        SettingChecks.InRange(MaintenanceMargin, 0, 1);
        SettingChecks.InRange(BankruptcyShare, 0, 0.999);
        SettingChecks.NonNegative(InventoryPenalty);
        return this;
    }
}
