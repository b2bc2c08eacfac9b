using MarketSim.Numerics.Functions;

namespace MarketSim.Numerics.Statistics;

/// <summary>Student's t distribution.</summary>
public static class StudentDistribution
{
    private const double HalfPi = Math.PI / 2;

    /// <summary>
    /// The number that a variable stays below with a probability (Hill, Algorithm 396, Communications of the ACM 13, 1970, with the corrections of 1981).
    /// Relative error for probabilities from 0.001 to 0.999: exact at 1 and 2 degrees, below 3e-4 at 3 and 4, below 3e-6 from 5 on.
    /// </summary>
    /// <param name="probability">Greater than 0, less than 1.</param>
    /// <param name="degreesOfFreedom">At least 1.</param>
    public static double Quantile(double probability, long degreesOfFreedom)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability of a quantile is greater than 0 and less than 1.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        double magnitude = TwoTailed(2 * Math.Min(probability, 1 - probability), degreesOfFreedom);
        return probability < 0.5 ? -magnitude : magnitude;
    }

    /// <summary>The probability that a variable exceeds a number (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4: finite sums for whole degrees).</summary>
    /// <param name="value">Any number but NaN.</param>
    /// <param name="degreesOfFreedom">1 to 100,000.</param>
    public static double UpperTail(double value, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degreesOfFreedom, 100_000);
        if (double.IsNaN(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "NaN is exceeded with no probability.");
        }

        double inner = WithinOf(Math.Abs(value), degreesOfFreedom);
        return value >= 0 ? (1 - inner) / 2 : (1 + inner) / 2;
    }

    // The probability that the absolute value stays below t, in powers of the cosine of the angle whose tangent is t / sqrt(n).
    private static double WithinOf(double t, int n)
    {
        if (double.IsInfinity(t))
        {
            return 1;
        }

        double square = 1 / (1 + (t * t / n));
        double sine = Math.Sqrt(1 - square);
        bool isOdd = n % 2 == 1;
        double term = isOdd ? Math.Sqrt(square) : 1;
        double sum = n == 1 ? 0 : term;
        for (int k = isOdd ? 3 : 2; k < n - 1; k += 2)
        {
            term *= square * (k - 1) / k;
            sum += term;
        }

        return Math.Clamp(isOdd ? ((ArcTangent(t / Math.Sqrt(n)) + (sine * sum)) * 2 / Math.PI) : sine * sum, 0, 1);
    }

    // Halved until the series converges fast; of numbers from 0 on.
    private static double ArcTangent(double x)
    {
        if (x > 1)
        {
            return HalfPi - ArcTangent(1 / x);
        }

        int halvings = 0;
        for (; x > 0.1; halvings++)
        {
            x /= 1 + Math.Sqrt(1 + (x * x));
        }

        double square = x * x;
        double power = x;
        double sum = 0;
        for (int k = 1; k < 20; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -power / k;
            power *= square;
        }

        return sum * (1 << halvings);
    }

    // The number that the absolute value exceeds with probability p.
    private static double TwoTailed(double p, double n)
    {
        if (n == 1)
        {
            return Elementary.Cos(p * HalfPi) / Elementary.Sin(p * HalfPi);
        }

        if (n == 2)
        {
            return Math.Sqrt((2 / (p * (2 - p))) - 2);
        }

        double a = 1 / (n - 0.5);
        double b = 48 / (a * a);
        double c = (((((20_700 * a / b) - 98) * a) - 16) * a) + 96.36;
        double d = ((((94.5 / (b + c)) - 3) / b) + 1) * Math.Sqrt(a * HalfPi) * n;
        double x = d * p;
        double y = Elementary.Pow(x, 2 / n);
        return Math.Sqrt(n * (y > 0.05 + a ? FromNormal(p, n, a, b, c, d) : FromTail(y, n, d)));
    }

    private static double FromNormal(double p, double n, double a, double b, double c, double d)
    {
        double x = Elementary.InverseNormalCdf(p / 2);
        double square = x * x;
        if (n < 5)
        {
            c += 0.3 * (n - 4.5) * (x + 0.6);
        }

        c = (((((((0.05 * d * x) - 5) * x) - 7) * x) - 2) * x) + b + c;
        double y = (((((((((0.4 * square) + 6.3) * square) + 36) * square) + 94.5) / c) - square - 3) / b) + 1;
        y *= x;
        y *= a * y;
        return y > 0.002 ? Elementary.Exp(y) - 1 : y + (0.5 * y * y);
    }

    private static double FromTail(double y, double n, double d)
    {
        double first = 1 / (((((n + 6) / (n * y)) - (0.089 * d) - 0.822) * (n + 2) * 3));
        return ((((first + (0.5 / (n + 4))) * y) - 1) * (n + 1) / (n + 2)) + (1 / y);
    }
}
