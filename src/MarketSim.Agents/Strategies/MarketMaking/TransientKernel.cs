using MarketSim.Numerics.Functions;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>The times and weights of a <see cref="TransientShift"/>, shared by all agents of a group.</summary>
/// <param name="Times">Seconds; infinite for what never comes back.</param>
/// <param name="Weights">Their sum is 1.</param>
internal readonly record struct TransientKernel(double[] Times, double[] Weights)
{
    /// <summary>Exponentials of a power law: over four decades their times lie a factor of 4 apart.</summary>
    private const int Terms = 8;

    /// <summary>One exponential, or several that together fall by a power law.</summary>
    /// <param name="longestSeconds">Time by which all has come back by 63 %; 0 for never.</param>
    /// <param name="exponent">Of the power law; 0 for one exponential.</param>
    /// <param name="shortestSeconds">Where the power law begins.</param>
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

    /// <summary>What is left of a shift after a time, as a share.</summary>
    public double LeftAfter(double seconds)
    {
        double left = 0;
        for (int i = 0; i < Times.Length; i++)
        {
            left += double.IsPositiveInfinity(Times[i]) ? Weights[i] : Weights[i] * Elementary.Exp(-seconds / Times[i]);
        }

        return left;
    }
}
