using MarketSim.Numerics.Functions;

namespace MarketSim.Numerics.Randomness;

/// <summary>The two ways to draw a Poisson number: inversion for small means, transformed rejection for others.</summary>
internal static class PoissonDraw
{
    public const double MaximumMean = 1e15;

    /// <summary>The rejection method is proven for means from 10.</summary>
    public const double RejectionFrom = 10;

    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>The smallest number whose cumulative probability exceeds the uniform one.</summary>
    public static long ByInversion(double mean, double uniform)
    {
        double probability = Elementary.Exp(-mean);
        long count = 0;

        // The probability comes to nothing where rounding keeps the cumulative sum below the uniform number.
        while (uniform >= probability && probability > 0)
        {
            uniform -= probability;
            count++;
            probability *= mean / count;
        }

        return count;
    }

    /// <summary>PTRS of Hörmann, The transformed rejection method for generating Poisson random variables, 1993.</summary>
    public static long ByRejection(double mean, ref RandomStream stream)
    {
        double b = 0.931 + (2.53 * Math.Sqrt(mean));
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        double immediate = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = stream.NextDouble() - 0.5;
            double v = stream.NextOpenDouble();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= immediate)
            {
                return (long)k;
            }

            if (k < 0 || (us < 0.013 && v > us))
            {
                continue;
            }

            if (Elementary.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= LogProbability(k, mean))
            {
                return (long)k;
            }
        }
    }

    /// <summary>
    /// Logarithm of the probability of k, by the saddle point (Loader, Fast and accurate computation of binomial probabilities,
    /// 2000): no large terms cancel, so that it holds for large means too.
    /// </summary>
    internal static double LogProbability(double k, double mean) => k == 0
        ? -mean
        : -StirlingError(k) - Deviance(k, mean) - HalfLogTwoPi - (0.5 * Elementary.Log(k));

    /// <summary>log k! - log(sqrt(2 pi k) (k/e)^k), for k from 1.</summary>
    internal static double StirlingError(double k)
    {
        if (k < 16)
        {
            double factorial = 1;
            for (int factor = 2; factor <= (int)k; factor++)
            {
                factorial *= factor;
            }

            return Elementary.Log(factorial) - ((k + 0.5) * Elementary.Log(k)) + k - HalfLogTwoPi;
        }

        double inverseSquare = 1 / (k * k);
        double series = (1.0 / 1260) - (inverseSquare * ((1.0 / 1680) - (inverseSquare / 1188)));
        return ((1.0 / 12) - (inverseSquare * ((1.0 / 360) - (inverseSquare * series)))) / k;
    }

    /// <summary>k log(k / mean) + mean - k.</summary>
    internal static double Deviance(double k, double mean)
    {
        double difference = k - mean;
        if (Math.Abs(difference) >= 0.1 * (k + mean))
        {
            return (k * Elementary.Log(k / mean)) - difference;
        }

        double ratio = difference / (k + mean);
        double sum = difference * ratio;
        double term = 2 * k * ratio;
        double square = ratio * ratio;
        for (int j = 1; ; j++)
        {
            term *= square;
            double next = sum + (term / ((2 * j) + 1));
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }
}
