using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Environments.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Time;

namespace MarketSim.Environments.OrderBooks;

/// <summary>
/// An agent of a market that acts by an ONNX model, and observes, decides and trades like the learner of <see cref="OrderBookEnvironment"/>, with one
/// difference: it knows the age of the last trade only from the volume at its own decisions (<see cref="OrderBookSettings.SeesTradesByVolume"/>).
/// </summary>
public sealed class OnnxAgent : MarketAgent
{
    /// <summary>The name of the type in scenarios.</summary>
    public const string TypeName = "onnx";

    private static readonly OrderBookSettings Defaults = new();

    private OnnxAgent(ParameterSet parameters, OnnxPolicy policy) => (Parameters, Policy) = (parameters, policy);

    /// <summary>The parameters; their defaults are the environment's.</summary>
    public static IReadOnlyList<ParameterDefinition> Definitions { get; } =
    [
        new("warmUp", ParameterUnit.Duration, Defaults.WarmUpNanoseconds, 1, 1e18, "Time from the opening to the first decision."),
        new("decisionInterval", ParameterUnit.Duration, Defaults.DecisionNanoseconds, 1, 1e18, "Time between two decisions."),
        new("decisions", ParameterUnit.Count, Defaults.Decisions, 1, 100_000_000, "Decisions of an episode that the policy was trained on; afterwards it sees that none are left, and continues."),
        ParameterDefinition.Choice("actions", "What actions mean: a position to have, quotes around the mid, or trades by size.", "target", "quotes", "trades"),
        new("smallSize", ParameterUnit.Fraction, 0.1, 0.000001, 2, "With actions: trades, the smaller size as a share of the greatest position."),
        new("largeSize", ParameterUnit.Fraction, 0.5, 0.000001, 2, "With actions: trades, the larger size as a share of the greatest position."),
        new("maximumPosition", ParameterUnit.Quantity, Defaults.PositionLimitLots, 1e-9, 1e12, "Largest position, long or short."),
        new("quoteRange", ParameterUnit.Number, Defaults.QuoteRangeTicks, 1, 1e6, "With actions: quotes, distance of the farthest quote from the mid, in ticks."),
        new("quoteSize", ParameterUnit.Quantity, Defaults.QuoteLots, 1e-9, 1e12, "With actions: quotes, units of a quote."),
        new("rewardUnit", ParameterUnit.Number, Defaults.RewardUnit, 1e-9, 1e18, "Change of wealth that was a reward of 1, in tick·lots; the profit is observed in it."),
        new("bookLevels", ParameterUnit.Count, 0, 0, 50, "Levels of each side of the book that are observed; 0 for none."),
        new("bookSnapshots", ParameterUnit.Count, 1, 1, 1_000, "Decisions whose book is observed, the present one included."),
    ];

    /// <inheritdoc/>
    public override string Type => TypeName;

    /// <inheritdoc/>
    public override ParameterSet Parameters { get; }

    /// <summary>The model that the agent acts by.</summary>
    public OnnxPolicy Policy { get; }

    /// <summary>Reads the model of an agent.</summary>
    /// <exception cref="ArgumentException">A parameter is not known or not allowed.</exception>
    /// <exception cref="InvalidDataException">The model does not fit the parameters. The message has no full stop, as the caller completes it.</exception>
    public static OnnxAgent Read(byte[] model, string source, IReadOnlyDictionary<string, string> parameters)
    {
        var values = new ParameterSet(Definitions, parameters);

        // Without a market the size of a lot is not known, but no space depends on it.
        OrderBookSettings settings = SettingsOf(values, limitLots: 1, quoteLots: 1);
        return new OnnxAgent(values, OnnxPolicy.Read(model, source, new OrderBookObserver(settings).Space.Size, LearnerStrategy.SpaceOf(settings)));
    }

    /// <inheritdoc/>
    public override Func<IStrategy> CreateFactory(StrategyMarket market)
    {
        ArgumentNullException.ThrowIfNull(market);
        OrderBookSettings settings = SettingsOf(Parameters, market.Lots(Parameters["maximumPosition"]).Lots, market.Lots(Parameters["quoteSize"]).Lots);
        return () => new OnnxStrategy(settings, Policy);
    }

    private static OrderBookSettings SettingsOf(ParameterSet values, long limitLots, long quoteLots) => new()
    {
        WarmUpNanoseconds = values.Nanoseconds("warmUp"),
        DecisionNanoseconds = values.Nanoseconds("decisionInterval"),
        Decisions = values.Count("decisions"),
        // By index in the choice "actions". Sizes must rise, so that a larger one that is not greater becomes the next number above the smaller one.
        Positions = values.Count("actions") switch
        {
            0 => PositionActions.Target(),
            1 => null,
            _ => PositionActions.Trades([values["smallSize"], Math.Max(values["largeSize"], Math.BitIncrement(values["smallSize"]))]),
        },
        PositionLimitLots = limitLots,
        QuoteRangeTicks = values["quoteRange"],
        QuoteLots = quoteLots,
        RewardUnit = values["rewardUnit"],
        Book = values.Count("bookLevels") is > 0 and int levels ? new BookView(levels, values.Count("bookSnapshots")) : null,
        SeesTradesByVolume = true,
    };
}
