using MarketSim.Agents.Parameters;
using MarketSim.Market.Impact;

namespace MarketSim.Scenarios.Bars;

/// <summary>The impact of own trades, in price and units of the bars.</summary>
/// <param name="Parameters">Of the definition.</param>
public sealed record BarsImpact(BarsImpactDefinition Definition, ParameterSet Parameters)
{
    /// <summary>The model, undisturbed.</summary>
    public IImpactModel Create() => Definition.Create(Parameters);
}

/// <summary>A model of impact as users name it.</summary>
public sealed record BarsImpactDefinition(
    string Name, string Summary, IReadOnlyList<ParameterDefinition> Parameters, Func<ParameterSet, IImpactModel> Create);

/// <summary>All models of impact by name.</summary>
public static class BarsImpactCatalog
{
    private static readonly ParameterDefinition Permanent = new(
        "permanent", ParameterUnit.Price, 0, 0, 1e9, "Price per unit traded that stays for ever.");

    /// <summary>All kinds of impact.</summary>
    public static IReadOnlyList<BarsImpactDefinition> All { get; } =
    [
        new("none", "Own trades do not move the price.", [], static _ => new NoImpact()),
        new(
            "square_root",
            "The square-root law: a trade of q units costs two thirds of factor * dailyVolatility * sqrt(q / dailyVolume) a unit (Tóth et al. 2011).",
            [
                new("factor", ParameterUnit.Number, 1, 0, 100, "Factor of the law."),
                new("dailyVolatility", ParameterUnit.Price, null, 0, 1e9, "Standard deviation of the price over a day, in price."),
                new("dailyVolume", ParameterUnit.Quantity, null, 1e-9, 1e18, "Units that everybody trades in a day."),
                Permanent,
            ],
            static parameters => new SquareRootImpact(new SquareRootParameters
            {
                Factor = parameters["factor"],
                DailyVolatility = parameters["dailyVolatility"],
                DailyVolume = parameters["dailyVolume"],
                PermanentPerUnit = parameters["permanent"],
            })),
        new(
            "almgren_chriss",
            "Temporary impact in the speed of trading, and permanent impact, both linear (Almgren and Chriss 2000).",
            [
                new("temporary", ParameterUnit.Price, 0, 0, 1e9, "Price per unit a second of trading speed that is gone with the trade."),
                new("tradingTime", ParameterUnit.Duration, 60e9, 1e6, 1e18, "Time over which a trade is spread."),
                new("fixedCost", ParameterUnit.Price, 0, 0, 1e9, "Half the spread, in price, paid on every unit."),
                Permanent,
            ],
            static parameters => new AlmgrenChrissImpact(new AlmgrenChrissParameters
            {
                TemporaryPerUnitPerSecond = parameters["temporary"],
                TradingSeconds = Seconds(parameters, "tradingTime"),
                FixedCost = parameters["fixedCost"],
                PermanentPerUnit = parameters["permanent"],
            })),
        new(
            "propagator",
            "The price remembers each trade with a weight that decays as a power of time (Bouchaud et al. 2004).",
            [
                new("immediate", ParameterUnit.Price, null, 0, 1e9, "Price per unit traded, at once."),
                new("exponent", ParameterUnit.Number, 0.5, 0.3, 1, "Exponent of the decay."),
                new("onset", ParameterUnit.Duration, 60e9, 1e6, 1e18, "Time from which the decay is a power law."),
                Permanent,
            ],
            static parameters => new PropagatorImpact(new PropagatorParameters
            {
                ImmediatePerUnit = parameters["immediate"],
                Exponent = parameters["exponent"],
                OnsetSeconds = Seconds(parameters, "onset"),
                PermanentPerUnit = parameters["permanent"],
            })),
        new(
            "obizhaeva_wang",
            "A block-shaped book that recovers exponentially (Obizhaeva and Wang 2013).",
            [
                new("depth", ParameterUnit.Quantity, null, 1e-9, 1e18, "Units that the book holds per unit of price, on each side."),
                new("halfLife", ParameterUnit.Duration, 3_600e9, 1e6, 1e18, "Time in which half of the displacement is gone."),
                Permanent,
            ],
            static parameters => new ObizhaevaWangImpact(new ObizhaevaWangParameters
            {
                DepthPerPrice = parameters["depth"],
                HalfLifeSeconds = Seconds(parameters, "halfLife"),
                PermanentPerUnit = parameters["permanent"],
            })),
    ];

    /// <summary>Own trades do not move the price.</summary>
    public static BarsImpact None { get; } = new(All[0], new ParameterSet([], new Dictionary<string, string>(StringComparer.Ordinal)));

    /// <summary>The kind of a name; null when there is none.</summary>
    public static BarsImpactDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);

    /// <summary>Says that a name is unknown, which one may have been meant, and what there is.</summary>
    public static string UnknownMessage(string name) => $"{name} is not a known impact; {NearestName.Suggest(name, All.Select(definition => definition.Name))}";

    private static double Seconds(ParameterSet parameters, string name) => parameters[name] / 1e9;
}
