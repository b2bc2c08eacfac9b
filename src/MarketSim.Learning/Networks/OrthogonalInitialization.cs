using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Networks;

/// <summary>
/// Random orthogonal matrices (Saxe, McClelland, Ganguli 2014, arXiv:1312.6120): a Gaussian matrix orthogonalised by Gram and Schmidt, which leaves the
/// distribution uniform because the diagonal of the triangular factor is positive.
/// </summary>
public static class OrthogonalInitialization
{
    /// <summary>Fills a matrix W with WᵀW = gain² I, or WWᵀ = gain² I where it has more columns than rows.</summary>
    /// <param name="matrix">Shape [rows, columns].</param>
    public static void Fill(Span<float> matrix, int rows, int columns, double gain, ref RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, rows * columns, nameof(matrix));
        int length = Math.Max(rows, columns);
        int count = Math.Min(rows, columns);
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            vectors[i] = new double[length];
            foreach (ref double value in vectors[i].AsSpan())
            {
                value = random.NextNormal();
            }

            // Twice is enough (Giraud, Langou, Rozloznik 2005): what the first pass leaves by rounding, the second takes.
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    Subtract(vectors[i], vectors[j], Dot(vectors[i], vectors[j]));
                }
            }

            Scale(vectors[i], 1 / Math.Sqrt(Dot(vectors[i], vectors[i])));
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                matrix[(row * columns) + column] = (float)(gain * (rows >= columns ? vectors[column][row] : vectors[row][column]));
            }
        }
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(left[i], right[i], sum);
        }

        return sum;
    }

    private static void Subtract(double[] vector, double[] direction, double factor)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = Math.FusedMultiplyAdd(-factor, direction[i], vector[i]);
        }
    }

    private static void Scale(double[] vector, double factor)
    {
        foreach (ref double value in vector.AsSpan())
        {
            value *= factor;
        }
    }
}
