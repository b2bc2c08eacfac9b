namespace MarketSim.Numerics.Statistics;

/// <summary>The line through points with the least sum of squared vertical distances. Between logarithms, its slope is the exponent of a power law.</summary>
/// <param name="Slope">Rise for each unit of x.</param>
/// <param name="Intercept">Value at x = 0.</param>
/// <param name="SlopeError">Standard error of the slope; NaN for two points.</param>
public readonly record struct LinearRegression(double Slope, double Intercept, double SlopeError)
{
    /// <param name="x">At least two, not all equal.</param>
    /// <param name="y">As many.</param>
    public static LinearRegression Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length < 2)
        {
            throw new ArgumentException($"A line needs at least 2 points; there are {x.Length}.", nameof(x));
        }

        if (y.Length != x.Length)
        {
            throw new ArgumentException($"There are {y.Length} values of y for {x.Length} of x.", nameof(y));
        }

        double meanX = Mean(x);
        double meanY = Mean(y);
        double square = 0, product = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double dx = x[i] - meanX;
            square += dx * dx;
            product += dx * (y[i] - meanY);
        }

        if (square == 0)
        {
            throw new ArgumentException($"A line needs different values of x; all are {x[0]}.", nameof(x));
        }

        double slope = product / square;
        double residual = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = y[i] - meanY - (slope * (x[i] - meanX));
            residual += error * error;
        }

        double slopeError = x.Length == 2 ? double.NaN : Math.Sqrt(residual / (x.Length - 2) / square);
        return new LinearRegression(slope, meanY - (slope * meanX), slopeError);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
