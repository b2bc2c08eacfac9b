using MarketSim.Agents.Parameters;
using MarketSim.Environments;
using MarketSim.Environments.Bars;
using MarketSim.Environments.Rewards;
using MarketSim.Market.Data;

namespace MarketSim.Scenarios.Bars;

/// <summary>The trading, observation and reward of bars: <see cref="TradingSettings"/> as a scenario states them.</summary>
/// <param name="Parameters">Values of <see cref="Definitions"/>.</param>
/// <param name="BarLengths">Lengths over which returns are observed, in bars.</param>
/// <param name="Sizes">Sizes of trades as shares of the greatest position, for actions that are trades.</param>
/// <param name="BarsPerYear">For figures per year; null to take them from the calendar of the bars before the first test.</param>
public sealed record BarsEnvironment(ParameterSet Parameters, IReadOnlyList<int> BarLengths, IReadOnlyList<double> Sizes, double? BarsPerYear, BarsImpact Impact)
{
    /// <summary>The parameters, but for lists and the impact.</summary>
    public static IReadOnlyList<ParameterDefinition> Definitions { get; } =
    [
        new("episodeBars", ParameterUnit.Count, 250, 1, 10_000_000, "Decisions of an episode of training; each begins at a bar that is drawn."),
        ParameterDefinition.Choice("actions", "Whether an action is the position to have, or a trade by size.", "target", "trades"),
        ParameterDefinition.Choice("short", "Whether short positions may be taken.", "allowed", "forbidden"),
        new("leverage", ParameterUnit.Number, 1, 0.01, 100, "Greatest exposure as a multiple of wealth."),
        new("initialCash", ParameterUnit.Price, 1_000_000, 1, 1e15, "At the start of every episode, in currency."),
        new("cost", ParameterUnit.Fraction, 0.0005, 0, 0.5, "Fees and half the spread, as a share of what is traded."),
        new("shortFee", ParameterUnit.Fraction, 0, 0, 0.5, "Fee for a short position, as a share of its value per bar."),
        new("maintenanceMargin", ParameterUnit.Fraction, 0.25, 0, 1, "Wealth below this share of the exposure is a margin call."),
        new("bankruptcy", ParameterUnit.Fraction, 0.1, 0, 0.99, "Wealth at or below this share of the initial cash is the end."),
        ParameterDefinition.Choice("reward", "What a step pays.", "wealth_change", "differential_sharpe"),
        new("sharpeRate", ParameterUnit.Fraction, 0.01, 1e-6, 1, "Adaptation rate of the differential Sharpe ratio."),
        new("inventoryPenalty", ParameterUnit.Number, 0, 0, 1e6, "Taken off the reward for each squared unit of leverage."),
        ParameterDefinition.Choice("end", "Whether an episode's end leaves the position and its value, or sells it.", "truncate", "liquidate"),
        ParameterDefinition.Choice("endsWithDay", "Whether an episode ends with the last bar of a day, too.", "no", "yes"),
        new("lags", ParameterUnit.Count, 4, 1, 1_000, "Returns observed of each bar length."),
        new("volatilityBars", ParameterUnit.Count, 60, 2, 100_000, "Bars over which volatility and mean volume are taken."),
        new("observationDelay", ParameterUnit.Count, 0, 0, 10_000, "Age of the newest bar that is observed, in bars."),
    ];

    /// <summary>Bars before a decision that its observation looks at, the present one included.</summary>
    public int LookBackBars => SettingsOf([], 1, 1).LookBackBars;

    /// <summary>Decisions of an episode of training.</summary>
    public int EpisodeBars => Parameters.Count("episodeBars");

    /// <summary>True when the market continues after an episode, so that a whole test is one episode.</summary>
    public bool Continues => Parameters.Choice<EpisodeEnd>("end") == EpisodeEnd.Truncate && !EndsWithDay;

    private bool EndsWithDay => Parameters["endsWithDay"] > 0.5;

    /// <summary>Bars in a year, as stated, or by the sessions and the bars of one that are in what is given.</summary>
    /// <param name="bars">Those before the first test, so that nothing is taken from later ones.</param>
    public double AnnualBars(ReadOnlySpan<Bar> bars) => BarsPerYear ?? BarCalendar.Of(bars).BarsPerYear;

    /// <summary>The actions that a learner chooses from.</summary>
    public PositionActions Actions => Parameters["actions"] < 0.5 ? PositionActions.Target(AllowsShort) : PositionActions.Trades([.. Sizes], AllowsShort);

    private bool AllowsShort => Parameters["short"] < 0.5;

    /// <summary>The settings of an environment of these bars.</summary>
    /// <param name="annualBars">Of <see cref="AnnualBars"/>.</param>
    /// <param name="barSeconds">Time from one bar to the next, for the impact.</param>
    public TradingSettings SettingsOf(IReadOnlyList<Bar> bars, double annualBars, double barSeconds)
    {
        return new TradingSettings
        {
            Bars = bars,
            EpisodeBars = EpisodeBars,
            EndsWithDay = EndsWithDay,
            End = Parameters.Choice<EpisodeEnd>("end"),
            BarLengths = BarLengths,
            Lags = Parameters.Count("lags"),
            VolatilityBars = Parameters.Count("volatilityBars"),
            ObservationDelayBars = Parameters.Count("observationDelay"),
            InitialCash = Parameters["initialCash"],
            CostRate = Parameters["cost"],
            CreateImpact = Impact.Create,
            BarSeconds = barSeconds,
            Actions = Actions,
            MaximumLeverage = Parameters["leverage"],
            ShortFeePerBar = Parameters["shortFee"],
            MaintenanceMargin = Parameters["maintenanceMargin"],
            BankruptcyShare = Parameters["bankruptcy"],
            Reward = Parameters.Choice<TradingReward>("reward"),
            SharpeRate = Parameters["sharpeRate"],
            InventoryPenalty = Parameters["inventoryPenalty"],
            Annualisation = new Annualisation(annualBars),
        };
    }
}
