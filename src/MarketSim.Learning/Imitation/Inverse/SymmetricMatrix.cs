namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>Eigenvalues of small symmetric matrices by Jacobi rotations (Golub and Van Loan, Matrix computations, section 8.5), and what follows from them.</summary>
internal sealed class SymmetricMatrix
{
    private const int MaximumSweeps = 100;
    private readonly double[,] _vectors;

    private SymmetricMatrix(double[] values, double[,] vectors)
    {
        Values = values;
        _vectors = vectors;
    }

    /// <summary>Eigenvalues, rising.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Largest eigenvalue over the smallest; infinite where that is not above 0.</summary>
    public double Condition => Values[0] > 0 ? Values[^1] / Values[0] : double.PositiveInfinity;

    /// <summary>An element of the eigenvector of a value, of length 1.</summary>
    public double Vector(int value, int element) => _vectors[element, value];

    public static SymmetricMatrix Decompose(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone();
        double[,] v = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            v[i, i] = 1;
        }

        for (int sweep = 0; sweep < MaximumSweeps && OffDiagonal(a) > 0; sweep++)
        {
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    Rotate(a, v, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, size).OrderBy(i => a[i, i]).ThenBy(static i => i)];
        double[,] vectors = new double[size, size];
        for (int value = 0; value < size; value++)
        {
            for (int element = 0; element < size; element++)
            {
                vectors[element, value] = v[element, order[value]];
            }
        }

        return new SymmetricMatrix([.. order.Select(i => a[i, i])], vectors);
    }

    /// <summary>Solves matrix x = b, with a number added to every eigenvalue.</summary>
    public double[] Solve(ReadOnlySpan<double> b, double damping = 0)
    {
        double[] x = new double[b.Length];
        for (int value = 0; value < b.Length; value++)
        {
            double product = 0;
            for (int element = 0; element < b.Length; element++)
            {
                product += _vectors[element, value] * b[element];
            }

            double factor = product / (Values[value] + damping);
            for (int element = 0; element < b.Length; element++)
            {
                x[element] += factor * _vectors[element, value];
            }
        }

        return x;
    }

    /// <summary>Diagonal of the inverse.</summary>
    public double[] InverseDiagonal() =>
        [.. Enumerable.Range(0, Values.Count).Select(element => Enumerable.Range(0, Values.Count).Sum(value => _vectors[element, value] * _vectors[element, value] / Values[value]))];

    private static double OffDiagonal(double[,] a)
    {
        double off = 0;
        double all = 0;
        int size = a.GetLength(0);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                off += i == j ? 0 : a[i, j] * a[i, j];
                all += a[i, j] * a[i, j];
            }
        }

        return off <= 1e-30 * all ? 0 : off;
    }

    private static void Rotate(double[,] a, double[,] v, int p, int q)
    {
        if (a[p, q] == 0)
        {
            return;
        }

        double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        double s = t * c;
        int size = a.GetLength(0);
        for (int k = 0; k < size; k++)
        {
            (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        }

        for (int k = 0; k < size; k++)
        {
            (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
            (v[k, p], v[k, q]) = ((c * v[k, p]) - (s * v[k, q]), (s * v[k, p]) + (c * v[k, q]));
        }
    }
}
