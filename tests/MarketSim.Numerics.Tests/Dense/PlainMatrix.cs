namespace MarketSim.Numerics.Tests.Dense;

/// <summary>Products as one reads them: the oracle of the fast ones, to the bit.</summary>
internal static class PlainMatrix
{
    /// <param name="start">Shape [rows, columns]; what each sum begins with.</param>
    /// <param name="left">Gives the element of (row, inner index).</param>
    public static float[] Product(float[] start, Func<int, int, float> left, float[] right, int rows, int inner, int columns)
    {
        float[] result = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float sum = start[(row * columns) + column];
                for (int k = 0; k < inner; k++)
                {
                    sum = float.FusedMultiplyAdd(left(row, k), right[(k * columns) + column], sum);
                }

                result[(row * columns) + column] = sum;
            }
        }

        return result;
    }

    public static float[] Transpose(float[] values, int rows, int columns)
    {
        float[] result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            result[(i % columns * rows) + (i / columns)] = values[i];
        }

        return result;
    }
}
