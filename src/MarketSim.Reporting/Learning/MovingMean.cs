namespace MarketSim.Reporting.Learning;

/// <summary>The moving mean of a noisy series.</summary>
internal static class MovingMean
{
    /// <summary>The mean of each value and those before it, over a twentieth of the series.</summary>
    /// <param name="values">NaN where absent.</param>
    /// <returns>One per value; NaN where all of its window is absent.</returns>
    public static double[] Of(IReadOnlyList<double> values)
    {
        int window = Window(values.Count);
        double[] means = new double[values.Count];
        for (int i = 0; i < values.Count; i++)
        {
            double sum = 0;
            int count = 0;
            for (int j = Math.Max(0, i - window + 1); j <= i; j++)
            {
                if (double.IsFinite(values[j]))
                {
                    sum += values[j];
                    count++;
                }
            }

            means[i] = count > 0 ? sum / count : double.NaN;
        }

        return means;
    }

    /// <summary>Values per mean.</summary>
    public static int Window(int count) => Math.Max(1, count / 20);
}
