namespace MarketSim.Learning.Algorithms;

/// <summary>Small sums over the rows of an update.</summary>
internal static class LossTerms
{
    /// <summary>1 - Var(returns - values) / Var(returns): 1 when values predict returns, 0 or below when they do not; null when returns do not vary.</summary>
    public static double? ExplainedVariance(ReadOnlySpan<float> values, ReadOnlySpan<float> returns)
    {
        double meanReturn = 0;
        double meanError = 0;
        for (int i = 0; i < values.Length; i++)
        {
            meanReturn += returns[i];
            meanError += returns[i] - values[i];
        }

        meanReturn /= values.Length;
        meanError /= values.Length;
        double variance = 0;
        double errorVariance = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double deviation = returns[i] - meanReturn;
            double error = returns[i] - values[i] - meanError;
            variance += deviation * deviation;
            errorVariance += error * error;
        }

        return variance == 0 ? null : 1 - (errorVariance / variance);
    }

    /// <summary>Brings the advantages of rows that stand for a step to mean 0 and deviation 1 (divided by n - 1), in place.</summary>
    /// <param name="rows">Shape [rows]; negative where a row stands for none.</param>
    /// <param name="advantages">Shape [rows].</param>
    public static void Normalize(ReadOnlySpan<int> rows, Span<float> advantages)
    {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] >= 0)
            {
                sum += advantages[row];
                count++;
            }
        }

        if (count < 2)
        {
            return;
        }

        double mean = sum / count;
        double squares = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            double deviation = rows[row] >= 0 ? advantages[row] - mean : 0;
            squares += deviation * deviation;
        }

        double scale = 1 / (Math.Sqrt(squares / (count - 1)) + 1e-8);
        for (int row = 0; row < rows.Length; row++)
        {
            advantages[row] = (float)((advantages[row] - mean) * scale);
        }
    }
}
