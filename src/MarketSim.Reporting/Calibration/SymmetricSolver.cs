namespace MarketSim.Reporting.Calibration;

/// <summary>Small linear systems.</summary>
internal static class SymmetricSolver
{
    private const double Singular = 1e-12;

    /// <summary>The inverse, by Gauss's elimination with pivots; null where there is none.</summary>
    public static double[,]? Inverse(double[,] matrix)
    {
        int count = matrix.GetLength(0);
        double[,] inverse = new double[count, count];
        for (int column = 0; column < count; column++)
        {
            double[] unit = new double[count];
            unit[column] = 1;
            if (Solve(matrix, unit) is not { } solved)
            {
                return null;
            }

            for (int row = 0; row < count; row++)
            {
                inverse[row, column] = solved[row];
            }
        }

        return inverse;
    }

    /// <summary>The x of matrix x = right; null where the matrix has no inverse.</summary>
    public static double[]? Solve(double[,] matrix, double[] right)
    {
        int count = matrix.GetLength(0);
        double[,] left = (double[,])matrix.Clone();
        double[] result = [.. right];
        double largest = 0;
        foreach (double value in matrix)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (int column = 0; column < count; column++)
        {
            int pivot = Enumerable.Range(column, count - column).MaxBy(row => Math.Abs(left[row, column]));
            if (!(Math.Abs(left[pivot, column]) > Singular * largest))
            {
                return null;
            }

            Swap(left, result, column, pivot);
            Eliminate(left, result, column);
        }

        return [.. result.Select((value, row) => value / left[row, row])];
    }

    private static void Swap(double[,] left, double[] right, int row, int other)
    {
        for (int column = 0; column < right.Length; column++)
        {
            (left[row, column], left[other, column]) = (left[other, column], left[row, column]);
        }

        (right[row], right[other]) = (right[other], right[row]);
    }

    private static void Eliminate(double[,] left, double[] right, int column)
    {
        for (int row = 0; row < right.Length; row++)
        {
            double factor = left[row, column] / left[column, column];
            if (row == column || factor == 0)
            {
                continue;
            }

            for (int j = column; j < right.Length; j++)
            {
                left[row, j] -= factor * left[column, j];
            }

            right[row] -= factor * right[column];
        }
    }
}
