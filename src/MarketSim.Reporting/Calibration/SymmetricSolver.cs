namespace MarketSim.Reporting.Calibration;

/// <summary>Small symmetric systems.</summary>
internal static class SymmetricSolver
{
    private const double Singular = 1e-12;

    /// <summary>An element of the diagonal of the inverse, by Gauss's elimination with pivots; infinite where there is no inverse.</summary>
    public static double InverseDiagonal(double[,] matrix, int index)
    {
        int count = matrix.GetLength(0);
        double[,] left = (double[,])matrix.Clone();
        double[] right = new double[count];
        right[index] = 1;
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
                return double.PositiveInfinity;
            }

            for (int j = 0; j < count; j++)
            {
                (left[column, j], left[pivot, j]) = (left[pivot, j], left[column, j]);
            }

            (right[column], right[pivot]) = (right[pivot], right[column]);
            for (int row = 0; row < count; row++)
            {
                double factor = left[row, column] / left[column, column];
                if (row == column || factor == 0)
                {
                    continue;
                }

                for (int j = column; j < count; j++)
                {
                    left[row, j] -= factor * left[column, j];
                }

                right[row] -= factor * right[column];
            }
        }

        return right[index] / left[index, index];
    }
}
