using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Strategies;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>The rules by which a learning agent observes, acts and is rewarded, in the units of its market.</summary>
/// <param name="Actions">Meaning of the actions.</param>
/// <param name="IntervalNanoseconds">Time between two decisions.</param>
/// <param name="Sizes">L of <see cref="ActionKind.Discrete"/>.</param>
/// <param name="OrderSize">Quantity of one size step, and of each quote.</param>
/// <param name="MaximumPosition">Limit of the position, either way, which no order may exceed; in lots, at least 1.</param>
/// <param name="QuoteRangeTicks">Maximum distance of a quote from the mid-price, at least 1.</param>
/// <param name="ReturnScale">A usual return of the mid-price between two decisions: the unit of observed prices.</param>
/// <param name="RewardUnit">Change of wealth for a reward of 1, in tick·lots.</param>
/// <param name="InventoryPenalty">Subtracted from the reward of a decision at the maximum position; it falls with the square of the position.</param>
/// <param name="Segment">Decisions of a trajectory segment; 0 for the end of the episode only.</param>
/// <param name="EndOfDay">Meaning of the close: a time limit, or the end of all reward.</param>
public sealed record TradingRules(
    ActionKind Actions,
    long IntervalNanoseconds,
    int Sizes,
    Quantity OrderSize,
    long MaximumPosition,
    long QuoteRangeTicks,
    double ReturnScale,
    double RewardUnit,
    double InventoryPenalty,
    int Segment,
    SessionEnd EndOfDay)
{
    private const double MaxNanoseconds = 1e18;
    private const string Observation = "observation";

    /// <summary>The observed part of the order book; null for the figures of <see cref="MarketObserver.Names"/> alone.</summary>
    public BookView? Book { get; init; }

    /// <summary>The parameters of a group beside those of its algorithm.</summary>
    /// <param name="defaultSegment">The algorithm's default of <c>segment</c>.</param>
    public static IReadOnlyList<ParameterDefinition> Parameters(int defaultSegment) =>
    [
        new("decisionInterval", ParameterUnit.Duration, 60.0 * SimulatedTime.NanosecondsPerSecond, 1, MaxNanoseconds, "Time between two decisions."),
        ParameterDefinition.Choice("actions", "What an action is: one of a few orders, a target position, or a quote on each side.", "discrete", "target", "quotes"),
        new("sizes", ParameterUnit.Count, 1, 1, 16, "Order sizes to choose from with discrete actions: 1, 2, … times orderSize, either way."),
        new("orderSize", ParameterUnit.Quantity, 10, 1e-9, 1e12, "Units of one size step, and of each quote."),
        new("maximumPosition", ParameterUnit.Quantity, 100, 1e-9, 1e12, "Largest position, long or short."),
        new("quoteRange", ParameterUnit.Price, 0.10, 1e-12, 1e12, "Distance from the mid-price of the farthest quote."),
        new("returnScale", ParameterUnit.Fraction, 0.001, 1e-9, 1, "A usual return of the mid-price between two decisions; observations of prices are measured in it."),
        new("rewardUnit", ParameterUnit.Fraction, 0.0001, 1e-12, 1, "Share of the largest position's value that is worth a reward of 1."),
        new("inventoryPenalty", ParameterUnit.Number, 0, 0, 1e6, "Taken off the reward of each decision at the largest position; falls with the square of the position."),
        new("segment", ParameterUnit.Count, defaultSegment, 0, 1_000_000, "Decisions after which a trajectory segment is emitted to the learner; 0 for the end of the episode."),
        ParameterDefinition.Choice("endOfDay", "What the close is to the learner: truncated, a time limit after which the position still has a future, or terminated, after which nothing is to be had.", "truncated", "terminated"),
        ParameterDefinition.Choice(Observation, "What is seen: figures of market and account (flat), or after them the levels of the book at the last decisions (book).", "flat", "book") with { IsWrittenAtDefault = false },
        new("bookLevels", ParameterUnit.Count, 10, 1, 50, "With observation: book, levels of each side; at most the market's snapshotLevels.") { IsWrittenAtDefault = false },
        new("bookSnapshots", ParameterUnit.Count, 10, 1, 500, "With observation: book, decisions whose book is seen, the present one included.") { IsWrittenAtDefault = false },
    ];

    /// <summary>The rules that parameters set.</summary>
    public static TradingRules From(ParameterSet parameters, StrategyMarket market)
    {
        long maximumPosition = market.Lots(parameters["maximumPosition"]).Lots;
        return new TradingRules(
            parameters.Choice<ActionKind>("actions"),
            parameters.Nanoseconds("decisionInterval"),
            parameters.Count("sizes"),
            market.Lots(parameters["orderSize"]),
            maximumPosition,
            market.Ticks(parameters["quoteRange"], minimum: 1),
            parameters["returnScale"],
            parameters["rewardUnit"] * maximumPosition * Math.Max(1, market.InitialPrice.Ticks),
            parameters["inventoryPenalty"],
            parameters.Count("segment"),
            parameters.Choice<SessionEnd>("endOfDay"))
        {
            Book = BookOf(parameters),
        };
    }

    /// <summary>The observed part of the order book; null for none, and for parameters without such a choice.</summary>
    public static BookView? BookOf(ParameterSet parameters) =>
        parameters.Definitions.Any(static definition => definition.Name == Observation) && parameters.Count(Observation) > 0
            ? new BookView(parameters.Count("bookLevels"), parameters.Count("bookSnapshots"))
            : null;

    /// <summary>The space that <paramref name="actions"/> are drawn from.</summary>
    public static Space ActionSpace(ActionKind actions, int sizes) => actions switch
    {
        ActionKind.Discrete => new DiscreteSpace((2 * sizes) + 1),
        ActionKind.Target => BoxSpace.Uniform(1, -1, 1),
        _ => BoxSpace.Uniform(2, -1, 1),
    };
}
