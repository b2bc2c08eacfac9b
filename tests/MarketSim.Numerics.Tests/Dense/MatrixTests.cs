using System.Runtime.InteropServices;
using MarketSim.Numerics.Dense;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Tests.Dense;

public sealed class MatrixTests
{
    private static readonly int[] Sizes = [1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 70];

    public static TheoryData<int> Widths => new(16, 8, 4, 1);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Product_has_the_bits_of_plain_loops_at_every_shape_and_width(int widest)
    {
        foreach ((int rows, int inner, int columns) in Shapes())
        {
            float[] left = Numbers(rows * inner, 1);
            float[] right = Numbers(inner * columns, 2);
            float[] result = Numbers(rows * columns, 3);
            float[] expected = PlainMatrix.Product(result, (row, k) => left[(row * inner) + k], right, rows, inner, columns);
            float[] fromTransposed = [.. result];
            float[] transposed = PlainMatrix.Transpose(left, rows, inner);

            MatrixProduct.Run(Tile(left, inner, 1, right, result, inner, columns), rows, columns, widest);
            MatrixProduct.RunTransposed(Tile(transposed, 1, rows, right, fromTransposed, inner, columns), rows, columns, widest);

            AssertSameBits(expected, result, $"{rows} x {inner} x {columns}");
            AssertSameBits(expected, fromTransposed, $"transposed {rows} x {inner} x {columns}");
        }
    }

    [Fact]
    public void Products_have_the_bits_of_plain_loops_at_every_shape()
    {
        foreach ((int rows, int inner, int columns) in Shapes())
        {
            string shape = $"{rows} x {inner} x {columns}";
            float[] left = Numbers(rows * inner, 1);
            float[] right = Numbers(inner * columns, 2);
            float[] start = Numbers(rows * columns, 3);
            float[] bias = Numbers(columns, 4);
            float Left(int row, int k) => left[(row * inner) + k];

            float[] result = new float[rows * columns];
            Matrix.Multiply(left, right, bias, result, rows, inner, columns);
            float[] biases = [.. Enumerable.Repeat(bias, rows).SelectMany(values => values)];
            AssertSameBits(PlainMatrix.Product(biases, Left, right, rows, inner, columns), result, shape);

            Matrix.Multiply(left, right, [], result, rows, inner, columns);
            AssertSameBits(PlainMatrix.Product(new float[rows * columns], Left, right, rows, inner, columns), result, shape);

            float[] expected = PlainMatrix.Product(start, Left, right, rows, inner, columns);
            result = [.. start];
            Matrix.AddProduct(left, right, result, rows, inner, columns);
            AssertSameBits(expected, result, shape);

            result = [.. start];
            Matrix.AddTransposedProduct(PlainMatrix.Transpose(left, rows, inner), right, result, rows, inner, columns);
            AssertSameBits(expected, result, shape);

            Matrix.Transpose(left, result = new float[left.Length], rows, inner);
            Assert.Equal(PlainMatrix.Transpose(left, rows, inner), result);
        }
    }

    [Fact]
    public void Long_inner_index_keeps_its_order()
    {
        const int rows = 24;
        const int inner = 3000;
        const int columns = 40;
        float[] left = Numbers(rows * inner, 1);
        float[] right = Numbers(inner * columns, 2);
        float[] result = new float[rows * columns];
        Matrix.AddTransposedProduct(left, right, result, rows, inner, columns);

        AssertSameBits(PlainMatrix.Product(new float[rows * columns], (row, k) => left[(k * rows) + row], right, rows, inner, columns), result, "long");
    }

    [Fact]
    public void Row_does_not_change_with_its_batch()
    {
        float[] left = Numbers(50 * 64, 1);
        float[] right = Numbers(64 * 37, 2);
        float[] bias = Numbers(37, 3);
        float[] together = new float[50 * 37];
        Matrix.Multiply(left, right, bias, together, 50, 64, 37);
        for (int row = 0; row < 50; row++)
        {
            float[] alone = new float[37];
            Matrix.Multiply(left.AsSpan(row * 64, 64), right, bias, alone, 1, 64, 37);
            AssertSameBits(together[(row * 37)..((row + 1) * 37)], alone, $"row {row}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rows_add_up_in_order(int widest)
    {
        foreach (int columns in Sizes)
        {
            float[] values = Numbers(69 * columns, 1);
            float[] result = Numbers(columns, 2);
            float[] expected = [.. result];
            for (int i = 0; i < values.Length; i++)
            {
                expected[i % columns] += values[i];
            }

            MatrixRows.Add(ref values[0], ref result[0], 69, columns, widest);
            AssertSameBits(expected, result, $"{columns} columns");
        }
    }

    [Fact]
    public void Empty_matrices_are_left_as_they_are()
    {
        float[] result = [1, 2];
        Matrix.AddTransposedProduct([], [], result, 1, 0, 2);
        Matrix.AddRows([], result, 0, 2);
        Matrix.Multiply([], [], [], [], 0, 0, 0);

        Assert.Equal([1f, 2f], result);
    }

    [Fact]
    public void Shape_that_the_elements_do_not_fill_is_refused_by_name()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Matrix.Multiply(new float[6], new float[5], [], new float[4], 2, 3, 2));

        Assert.Equal("right", exception.ParamName);
        Assert.Contains("5 elements", exception.Message, StringComparison.Ordinal);
        Assert.Contains("3 x 2", exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(int Rows, int Inner, int Columns)> Shapes()
    {
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        for (int i = 0; i < 150; i++)
        {
            yield return (Sizes[random.NextInt32(Sizes.Length)], Sizes[random.NextInt32(Sizes.Length)], Sizes[random.NextInt32(Sizes.Length)]);
        }

        // Wide enough for blocks: one block, several of each kind, and with rows, columns and inner indices left over.
        yield return (48, 48, 96);
        yield return (53, 260, 97);
        yield return (199, 257, 131);
        yield return (401, 70, 128);
    }

    private static MatrixTile Tile(float[] left, int leftRow, int leftInner, float[] right, float[] result, int inner, int columns) => new()
    {
        Left = ref MemoryMarshal.GetArrayDataReference(left),
        LeftRow = leftRow,
        LeftInner = leftInner,
        Right = ref MemoryMarshal.GetArrayDataReference(right),
        RightRow = columns,
        Inner = inner,
        Start = ref MemoryMarshal.GetArrayDataReference(result),
        StartRow = columns,
        StartColumn = 1,
        Result = ref MemoryMarshal.GetArrayDataReference(result),
        ResultRow = columns,
    };

    private static float[] Numbers(int length, int index)
    {
        var random = new RandomStream(7, RandomPurpose.Test, length % 60_000, index);
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        return values;
    }

    private static void AssertSameBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]), $"{what}, element {i}: {expected[i]:R} expected, {actual[i]:R} found.");
        }
    }
}
