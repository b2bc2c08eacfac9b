namespace MarketSim.Environments.MarketMaking;

/// <summary>A small dense matrix with the operations that the linear equations of market making need.</summary>
internal sealed class SquareMatrix(int size)
{
    private readonly double[] _elements = new double[size * size];

    public int Size { get; } = size;

    public ref double this[int row, int column] => ref _elements[(row * Size) + column];

    /// <summary>exp(this * factor) by scaling and squaring around a Taylor series, which is accurate enough for a few dozen rows.</summary>
    public SquareMatrix Exponential(double factor)
    {
        int halvings = 0;
        for (double norm = RowSumNorm(factor); norm > 0.25; norm /= 2)
        {
            halvings++;
        }

        SquareMatrix scaled = Scaled(factor / (1L << halvings));
        SquareMatrix result = Identity(Size);
        SquareMatrix term = Identity(Size);
        for (int k = 1; k <= 16; k++)
        {
            term = term.Times(scaled).Scaled(1.0 / k);
            result = result.Plus(term);
        }

        for (; halvings > 0; halvings--)
        {
            result = result.Times(result);
        }

        return result;
    }

    public double[] Times(ReadOnlySpan<double> vector)
    {
        double[] result = new double[Size];
        for (int row = 0; row < Size; row++)
        {
            result[row] = RowTimes(row, vector);
        }

        return result;
    }

    public double RowTimes(int row, ReadOnlySpan<double> vector)
    {
        double sum = 0;
        for (int column = 0; column < Size; column++)
        {
            sum += this[row, column] * vector[column];
        }

        return sum;
    }

    // Largest row sum of the absolute elements, times a factor.
    private double RowSumNorm(double factor)
    {
        double norm = 0;
        for (int row = 0; row < Size; row++)
        {
            double sum = 0;
            for (int column = 0; column < Size; column++)
            {
                sum += Math.Abs(this[row, column] * factor);
            }

            norm = Math.Max(norm, sum);
        }

        return norm;
    }

    private static SquareMatrix Identity(int size)
    {
        var result = new SquareMatrix(size);
        for (int i = 0; i < size; i++)
        {
            result[i, i] = 1;
        }

        return result;
    }

    private SquareMatrix Scaled(double factor)
    {
        var result = new SquareMatrix(Size);
        for (int i = 0; i < _elements.Length; i++)
        {
            result._elements[i] = _elements[i] * factor;
        }

        return result;
    }

    private SquareMatrix Plus(SquareMatrix other)
    {
        var result = new SquareMatrix(Size);
        for (int i = 0; i < _elements.Length; i++)
        {
            result._elements[i] = _elements[i] + other._elements[i];
        }

        return result;
    }

    private SquareMatrix Times(SquareMatrix other)
    {
        var result = new SquareMatrix(Size);
        for (int row = 0; row < Size; row++)
        {
            for (int k = 0; k < Size; k++)
            {
                double factor = this[row, k];
                for (int column = 0; column < Size; column++)
                {
                    result[row, column] += factor * other[k, column];
                }
            }
        }

        return result;
    }
}
