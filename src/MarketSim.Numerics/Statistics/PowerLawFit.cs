using MarketSim.Numerics.Functions;

namespace MarketSim.Numerics.Statistics;

/// <summary>y = prefactor x^exponent, fitted to the values themselves and not to their logarithms: y may be noise of either sign around a small mean.</summary>
/// <param name="ExponentError">Standard error, of the linearised model; NaN with fewer than three points.</param>
/// <param name="PrefactorError">In the same way.</param>
public readonly record struct PowerLawFit(double Exponent, double Prefactor, double ExponentError, double PrefactorError)
{
    private const double LowestExponent = -1;
    private const double HighestExponent = 3;
    private const int GridSteps = 400;
    private const double GoldenShare = 0.618_033_988_749_894_9;
    private const int GoldenSteps = 60;

    /// <summary>True when the exponent is at the end of the range of -1 to 3 that is searched, so that the points do not tell it.</summary>
    public bool IsAtLimit => Exponent <= LowestExponent + Step || Exponent >= HighestExponent - Step;

    private static double Step => (HighestExponent - LowestExponent) / GridSteps;

    /// <summary>Least weighted squares: the prefactor in closed form for each exponent, the exponent on a grid and then by golden section.</summary>
    /// <param name="x">Greater than 0, at least two different ones.</param>
    /// <param name="y">As many.</param>
    /// <param name="weights">Inverse variances up to a factor, as many; null for equal ones.</param>
    public static PowerLawFit Of(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count < 2 || y.Count != x.Count || (weights is not null && weights.Count != x.Count))
        {
            throw new ArgumentException($"A power law needs at least 2 points and a y for each; there are {x.Count} of x and {y.Count} of y.", nameof(x));
        }

        // Around their geometric mean the two parameters hardly depend on each other.
        double[] logs = [.. x.Select(Elementary.Log)];
        double centre = logs.Average();
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] -= centre;
        }

        double best = Enumerable.Range(0, GridSteps + 1).Select(i => LowestExponent + (i * Step)).MinBy(exponent => Residual(logs, y, weights, exponent, out _));
        double exponent = Golden(logs, y, weights, best - Step, best + Step);
        double residual = Residual(logs, y, weights, exponent, out double central);
        (double exponentError, double centralError) = Errors(logs, weights, exponent, central, residual);
        double scale = Elementary.Exp(-exponent * centre);
        return new PowerLawFit(exponent, central * scale, exponentError, x.Count < 3 ? double.NaN : scale * Math.Sqrt((centralError * centralError) + (central * centre * exponentError * central * centre * exponentError)));
    }

    private static double Golden(double[] logs, IReadOnlyList<double> y, IReadOnlyList<double>? weights, double low, double high)
    {
        for (int i = 0; i < GoldenSteps; i++)
        {
            double inner = high - (GoldenShare * (high - low));
            double outer = low + (GoldenShare * (high - low));
            (low, high) = Residual(logs, y, weights, inner, out _) < Residual(logs, y, weights, outer, out _) ? (low, outer) : (inner, high);
        }

        return (low + high) / 2;
    }

    private static double Residual(double[] logs, IReadOnlyList<double> y, IReadOnlyList<double>? weights, double exponent, out double prefactor)
    {
        double product = 0, square = 0, total = 0;
        for (int i = 0; i < logs.Length; i++)
        {
            double power = Elementary.Exp(exponent * logs[i]);
            double weight = weights?[i] ?? 1;
            product += weight * power * y[i];
            square += weight * power * power;
            total += weight * y[i] * y[i];
        }

        prefactor = product / square;
        return total - (product * prefactor);
    }

    // Of the parameters' linearised covariance, residual variance times the inverse of J'WJ.
    private static (double Exponent, double Prefactor) Errors(double[] logs, IReadOnlyList<double>? weights, double exponent, double prefactor, double residual)
    {
        if (logs.Length < 3)
        {
            return (double.NaN, double.NaN);
        }

        double aa = 0, ab = 0, bb = 0;
        for (int i = 0; i < logs.Length; i++)
        {
            double power = Elementary.Exp(exponent * logs[i]);
            double slope = prefactor * power * logs[i];
            double weight = weights?[i] ?? 1;
            aa += weight * power * power;
            ab += weight * power * slope;
            bb += weight * slope * slope;
        }

        double variance = Math.Max(0, residual) / (logs.Length - 2);
        double determinant = (aa * bb) - (ab * ab);
        return (Math.Sqrt(variance * aa / determinant), Math.Sqrt(variance * bb / determinant));
    }
}
