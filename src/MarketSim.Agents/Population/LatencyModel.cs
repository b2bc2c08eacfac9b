using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Population;

/// <summary>
/// The latency of an agent's requests: a latency of the agent's own, drawn once from a log-normal distribution (distances differ by orders of magnitude),
/// plus an exponential jitter drawn per request.
/// </summary>
/// <param name="MedianNanoseconds">Median over the agents of a group, at least 1.</param>
/// <param name="Dispersion">Standard deviation of the logarithm over the agents; 0 gives all the same.</param>
/// <param name="JitterNanoseconds">Mean of the jitter; 0 for none.</param>
public sealed record LatencyModel(long MedianNanoseconds, double Dispersion, long JitterNanoseconds)
{
    /// <summary>The distribution of latencies, scaled.</summary>
    /// <param name="factor">Greater than 0.</param>
    public LatencyModel Scaled(double factor) => factor == 1
        ? this
        : new LatencyModel(Math.Max(1, (long)(MedianNanoseconds * factor)), Dispersion, (long)(JitterNanoseconds * factor));

    internal long DrawAgentLatency(ref RandomStream random) =>
        Math.Max(1, (long)(MedianNanoseconds * Elementary.Exp(random.NextNormal(0, Dispersion))));

    internal long DrawJitter(ref RandomStream random) =>
        JitterNanoseconds == 0 ? 0 : (long)random.NextExponential(JitterNanoseconds);
}
