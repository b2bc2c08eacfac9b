using MarketSim.Agents.Parameters;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Strategies.Sizing;

/// <summary>Draws order sizes from one of four distributions; at least one lot each.</summary>
/// <remarks>
/// <c>round_lots</c> is the mixture that ABIDES draws its order sizes from (weights fitted to a stock): one order in five is log-normal, 70 % are
/// one round lot, the others are two to ten.
/// </remarks>
internal sealed class OrderSizes
{
    // Cumulative probabilities of 1 to 10 round lots; the rest above the last one is the log-normal part.
    private static readonly double[] RoundLotsUpTo = [0.7, 0.76, 0.764, 0.7969, 0.7979, 0.7985, 0.7989, 0.7994, 0.7997, 0.8];

    // The log-normal part of ABIDES has logarithms of mean 2.9 and deviation 1.2 at a round lot of 100.
    private const double OddLotLogMean = 2.9 - 4.605170185988092;
    private const double OddLotLogDeviation = 1.2;

    private readonly OrderSizeDistribution _distribution;
    private readonly double _meanLots;
    private readonly double _logMean;
    private readonly double _logDeviation;

    /// <summary>Creates a distribution.</summary>
    /// <param name="meanLots">Mean size; of <see cref="OrderSizeDistribution.RoundLots"/>, the round lot.</param>
    /// <param name="logDeviation">Standard deviation of the logarithm of a log-normal size.</param>
    public OrderSizes(OrderSizeDistribution distribution, double meanLots, double logDeviation)
    {
        _distribution = distribution;
        _meanLots = meanLots;
        _logDeviation = logDeviation;
        _logMean = Elementary.Log(meanLots) - (logDeviation * logDeviation / 2);
    }

    public static OrderSizes From(ParameterSet parameters, StrategyMarket market) => new(
        parameters.Choice<OrderSizeDistribution>("sizeDistribution"),
        parameters["meanSize"] / (double)market.Instrument.LotSize,
        parameters["sizeDispersion"]);

    /// <summary>The parameters of sizes.</summary>
    public static ParameterDefinition[] Parameters(double defaultUnits) =>
    [
        new("meanSize", ParameterUnit.Quantity, defaultUnits, 1e-9, 1e9, "Mean order size; with sizeDistribution round_lots, the round lot (mean 1.06 of it)."),
        ParameterDefinition.Choice("sizeDistribution", "Distribution of order sizes; round_lots is the mixture of ABIDES' order size model.", "exponential", "log_normal", "fixed", "round_lots") with { FormerName = "sizeLaw" },
        new("sizeDispersion", ParameterUnit.Number, 1, 0, 5, "Standard deviation of the logarithm of the size; for sizeDistribution log_normal only."),
    ];

    public Quantity Draw(ref RandomStream random)
    {
        double lots = _distribution switch
        {
            OrderSizeDistribution.Exponential => Math.Round(random.NextExponential(_meanLots)),
            OrderSizeDistribution.LogNormal => Math.Round(random.NextLogNormal(_logMean, _logDeviation)),
            OrderSizeDistribution.RoundLots => Math.Round(_meanLots * DrawRoundLots(ref random)),
            _ => Math.Round(_meanLots),
        };
        return new Quantity(Math.Max(1, (long)lots));
    }

    private static double DrawRoundLots(ref RandomStream random)
    {
        double drawn = random.NextDouble();
        for (int lots = 1; lots <= RoundLotsUpTo.Length; lots++)
        {
            if (drawn < RoundLotsUpTo[lots - 1])
            {
                return lots;
            }
        }

        return random.NextLogNormal(OddLotLogMean, OddLotLogDeviation);
    }
}
