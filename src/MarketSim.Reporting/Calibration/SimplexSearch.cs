namespace MarketSim.Reporting.Calibration;

/// <summary>Looks for the lowest value of a function on the unit cube: a spread of points first, then a simplex from the best of them (Nelder and Mead 1965).</summary>
internal static class SimplexSearch
{
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];

    public static int MaxDimensions => Primes.Length;

    /// <param name="value">Called with points in the cube, the same ones in the same order for the same values.</param>
    /// <param name="budget">Calls, at least twice the dimensions.</param>
    /// <returns>The best point called with.</returns>
    public static double[] Lowest(int dimensions, int budget, Func<double[], double> value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MaxDimensions);
        int calls = 0;
        var known = new List<(double[] Point, double Value)>();
        double Call(double[] point)
        {
            double[] inside = [.. point.Select(x => Math.Clamp(x, 0, 1))];
            double result = value(inside);
            result = double.IsNaN(result) ? double.PositiveInfinity : result;
            known.Add((inside, result));
            calls++;
            return result;
        }

        int spread = Math.Max(dimensions + 1, budget / 3);
        for (int i = 1; i <= spread; i++)
        {
            Call([.. Enumerable.Range(0, dimensions).Select(dimension => Halton(i, dimension))]);
        }

        List<(double[] Point, double Value)> simplex = [.. known.OrderBy(entry => entry.Value).Take(1)];
        for (int dimension = 0; dimension < dimensions && calls < budget; dimension++)
        {
            double[] corner = [.. simplex[0].Point];
            corner[dimension] += corner[dimension] < 0.5 ? 0.15 : -0.15;
            simplex.Add((corner, Call(corner)));
        }

        while (calls < budget && simplex.Count == dimensions + 1)
        {
            simplex.Sort((left, right) => left.Value.CompareTo(right.Value));
            double[] centre = [.. Enumerable.Range(0, dimensions).Select(dimension => simplex.Take(dimensions).Average(entry => entry.Point[dimension]))];
            (double[] Point, double Value) worst = simplex[^1];
            double[] Along(double step) => [.. Enumerable.Range(0, dimensions).Select(dimension => Math.Clamp(centre[dimension] + (step * (centre[dimension] - worst.Point[dimension])), 0, 1))];
            double[] reflected = Along(1);
            double atReflected = Call(reflected);
            if (atReflected < simplex[0].Value && calls < budget)
            {
                double[] expanded = Along(2);
                double atExpanded = Call(expanded);
                simplex[^1] = atExpanded < atReflected ? (expanded, atExpanded) : (reflected, atReflected);
            }
            else if (atReflected < simplex[^2].Value || (dimensions == 1 && atReflected < worst.Value))
            {
                simplex[^1] = (reflected, atReflected);
            }
            else if (calls < budget)
            {
                double[] contracted = Along(atReflected < worst.Value ? 0.5 : -0.5);
                double atContracted = Call(contracted);
                if (atContracted < Math.Min(worst.Value, atReflected))
                {
                    simplex[^1] = (contracted, atContracted);
                }
                else
                {
                    for (int i = 1; i < simplex.Count && calls < budget; i++)
                    {
                        double[] nearer = [.. simplex[i].Point.Zip(simplex[0].Point, (x, best) => (x + best) / 2)];
                        simplex[i] = (nearer, Call(nearer));
                    }
                }
            }
        }

        return known.MinBy(entry => entry.Value).Point;
    }

    /// <summary>A sequence that fills the cube evenly (Halton 1960).</summary>
    /// <param name="index">From 1.</param>
    /// <param name="dimension">From 0, below <see cref="MaxDimensions"/>.</param>
    public static double Halton(int index, int dimension)
    {
        int prime = Primes[dimension];
        double value = 0, share = 1;
        for (; index > 0; index /= prime)
        {
            share /= prime;
            value += share * (index % prime);
        }

        return value;
    }
}
