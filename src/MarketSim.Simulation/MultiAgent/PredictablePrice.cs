using MarketSim.Environments.Signals;
using MarketSim.Market.Fundamentals;
using MarketSim.Numerics.Functions;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>
/// The process in continuous time that an environment's steps are seen from: growth at a rate that decays as the signal does, such that a change over a
/// step has, given the signal at its beginning, the mean and the variance of the environment's.
/// </summary>
/// <param name="TrendPerStep">Growth rate at a signal of one standard deviation, as a share of the initial price per step.</param>
/// <param name="DeviationPerStep">Of what else moves the price, as a share of the initial price over a step.</param>
internal readonly record struct PredictablePrice(double TrendPerStep, double DeviationPerStep)
{
    public static PredictablePrice Of(MarketEnvironmentSettings settings)
    {
        double decay = Elementary.Log(2) / settings.SignalHalfLifeSteps;

        // The rate falls while the step lasts; the environment's does not.
        double trend = settings.SignalStrength / settings.InitialPrice * decay / (1 - Elementary.Exp(-decay));
        double unforeseen = settings.Volatility * settings.NoiseLevel;
        double fromTrend = trend * trend * TrendingValue.IntegralVariance(decay, 1);
        return new PredictablePrice(trend, Math.Sqrt(Math.Max(0, (unforeseen * unforeseen) - fromTrend)));
    }
}
