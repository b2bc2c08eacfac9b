using MarketSim.Numerics.Functions;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>The times and weights of a <see cref="TransientShift"/>, shared by all agents of a group.</summary>
/// <param name="Times">Time constants in seconds; infinite for a permanent part.</param>
/// <param name="Weights">Weights of the time constants; their sum is 1.</param>
internal readonly record struct TransientKernel(double[] Times, double[] Weights)
{
    // Number of exponentials of a power law: over four decades their time constants are a factor of 4 apart.
    private const int Terms = 8;

    /// <summary>A kernel of one exponential, or of several that together decay by a power law.</summary>
    /// <param name="longestSeconds">The longest time constant; 0 for a permanent shift.</param>
    /// <param name="exponent">Exponent of the power law; 0 for one exponential.</param>
    /// <param name="shortestSeconds">Time at which the power law begins.</param>
    public static TransientKernel Of(double longestSeconds, double exponent, double shortestSeconds)
    {
        if (longestSeconds == 0 || exponent == 0 || shortestSeconds >= longestSeconds)
        {
            return new TransientKernel([longestSeconds == 0 ? double.PositiveInfinity : longestSeconds], [1]);
        }

        double[] times = new double[Terms];
        double[] weights = new double[Terms];
        double growth = Elementary.Log(longestSeconds / shortestSeconds) / (Terms - 1);
        double sum = 0;
        for (int i = 0; i < Terms; i++)
        {
            times[i] = shortestSeconds * Elementary.Exp(growth * i);
            weights[i] = Elementary.Exp(-exponent * growth * i);
            sum += weights[i];
        }

        for (int i = 0; i < Terms; i++)
        {
            weights[i] /= sum;
        }

        return new TransientKernel(times, weights);
    }
}
