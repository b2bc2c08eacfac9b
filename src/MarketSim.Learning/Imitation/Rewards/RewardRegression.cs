using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Imitation.Rewards;

/// <summary>Least squares of a reward on features, with intervals from a jackknife over blocks (Efron and Tibshirani 1993, An introduction to the bootstrap, chapter 11).</summary>
internal static class RewardRegression
{
    private const double Ridge = 1e-9;

    /// <param name="rows">Shape [steps, features].</param>
    /// <param name="blocks">Of each step: steps of one block are not independent.</param>
    public static (IReadOnlyList<RewardWeight> Weights, double ExplainedShare) Of(IReadOnlyList<string> names, double[][] rows, double[] rewards, int[] blocks)
    {
        int[] varying = [.. Enumerable.Range(0, names.Count).Where(feature => rows.Any(row => row[feature] != rows[0][feature]))];
        double[] weights = Solve(rows, rewards, varying, _ => true);
        int[] distinct = [.. blocks.Distinct()];
        double[] squares = new double[varying.Length];
        foreach (int block in distinct.Length > 1 ? distinct : [])
        {
            double[] without = Solve(rows, rewards, varying, row => blocks[row] != block);
            for (int k = 0; k < squares.Length; k++)
            {
                squares[k] += (without[k] - weights[k]) * (without[k] - weights[k]);
            }
        }

        double mean = rewards.Average();
        double total = rewards.Sum(reward => (reward - mean) * (reward - mean));
        double left = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            double fitted = weights[^1];
            for (int k = 0; k < varying.Length; k++)
            {
                fitted += weights[k] * rows[row][varying[k]];
            }

            left += (rewards[row] - fitted) * (rewards[row] - fitted);
        }

        return (
            [.. varying.Select((feature, k) =>
            {
                double error = distinct.Length > 1 ? Math.Sqrt(squares[k] * (distinct.Length - 1) / distinct.Length) : double.NaN;
                return new RewardWeight(names[feature], weights[k], new ConfidenceInterval(weights[k] - (1.96 * error), weights[k] + (1.96 * error)));
            })],
            total > 0 ? 1 - (left / total) : 1);
    }

    /// <returns>Weights of the varying features, then the constant.</returns>
    private static double[] Solve(double[][] rows, double[] rewards, int[] varying, Func<int, bool> isTaken)
    {
        int size = varying.Length + 1;
        double[,] products = new double[size, size + 1];
        for (int row = 0; row < rows.Length; row++)
        {
            if (!isTaken(row))
            {
                continue;
            }

            for (int j = 0; j < size; j++)
            {
                double left = j < varying.Length ? rows[row][varying[j]] : 1;
                for (int k = 0; k < size; k++)
                {
                    products[j, k] += left * (k < varying.Length ? rows[row][varying[k]] : 1);
                }

                products[j, size] += left * rewards[row];
            }
        }

        for (int j = 0; j < size; j++)
        {
            products[j, j] += Ridge * (1 + products[j, j]);
        }

        return Eliminate(products, size);
    }

    private static double[] Eliminate(double[,] a, int size)
    {
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = pivot + 1; row < size; row++)
            {
                double factor = a[row, pivot] / a[pivot, pivot];
                for (int column = pivot; column <= size; column++)
                {
                    a[row, column] -= factor * a[pivot, column];
                }
            }
        }

        double[] x = new double[size];
        for (int row = size - 1; row >= 0; row--)
        {
            double sum = a[row, size];
            for (int column = row + 1; column < size; column++)
            {
                sum -= a[row, column] * x[column];
            }

            x[row] = sum / a[row, row];
        }

        return x;
    }
}
