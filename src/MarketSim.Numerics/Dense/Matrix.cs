using System.Diagnostics.CodeAnalysis;

namespace MarketSim.Numerics.Dense;

/// <summary>
/// Products of matrices in single precision, stored row by row. Every element is one chain of fused multiply-adds in the order of the inner
/// index, from the stated beginning: it depends neither on the number of rows beside it nor on the width of the processor's vectors.
/// </summary>
public static class Matrix
{
    /// <summary>result = left · right + bias: each element begins with the bias of its column and adds the products in order.</summary>
    /// <param name="left">Shape [rows, inner].</param>
    /// <param name="right">Shape [inner, columns].</param>
    /// <param name="bias">Shape [columns]; empty for zeros.</param>
    /// <param name="result">Shape [rows, columns]; overlaps none of the others.</param>
    public static void Multiply(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, ReadOnlySpan<float> bias, Span<float> result, int rows, int inner, int columns)
    {
        RequireShape(left.Length, rows, inner, nameof(left));
        RequireShape(right.Length, inner, columns, nameof(right));
        RequireShape(result.Length, rows, columns, nameof(result));
        if (!bias.IsEmpty)
        {
            RequireShape(bias.Length, 1, columns, nameof(bias));
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float sum = bias.IsEmpty ? 0 : bias[column];
                for (int k = 0; k < inner; k++)
                {
                    sum = float.FusedMultiplyAdd(left[(row * inner) + k], right[(k * columns) + column], sum);
                }

                result[(row * columns) + column] = sum;
            }
        }
    }

    /// <summary>result = result + left · right: each element begins with what is there.</summary>
    /// <param name="left">Shape [rows, inner].</param>
    /// <param name="right">Shape [inner, columns].</param>
    /// <param name="result">Shape [rows, columns]; overlaps none of the others.</param>
    public static void AddProduct(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result, int rows, int inner, int columns)
    {
        RequireShape(left.Length, rows, inner, nameof(left));
        RequireShape(right.Length, inner, columns, nameof(right));
        RequireShape(result.Length, rows, columns, nameof(result));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float sum = result[(row * columns) + column];
                for (int k = 0; k < inner; k++)
                {
                    sum = float.FusedMultiplyAdd(left[(row * inner) + k], right[(k * columns) + column], sum);
                }

                result[(row * columns) + column] = sum;
            }
        }
    }

    /// <summary>result = result + leftᵀ · right, as for the gradient of weights: each element begins with what is there and adds the rows in order.</summary>
    /// <param name="left">Shape [inner, rows].</param>
    /// <param name="right">Shape [inner, columns].</param>
    /// <param name="result">Shape [rows, columns]; overlaps none of the others.</param>
    public static void AddTransposedProduct(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result, int rows, int inner, int columns)
    {
        RequireShape(left.Length, inner, rows, nameof(left));
        RequireShape(right.Length, inner, columns, nameof(right));
        RequireShape(result.Length, rows, columns, nameof(result));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float sum = result[(row * columns) + column];
                for (int k = 0; k < inner; k++)
                {
                    sum = float.FusedMultiplyAdd(left[(k * rows) + row], right[(k * columns) + column], sum);
                }

                result[(row * columns) + column] = sum;
            }
        }
    }

    /// <summary>result = result + the sum of the rows, in order.</summary>
    /// <param name="values">Shape [rows, columns].</param>
    /// <param name="result">Shape [columns].</param>
    public static void AddRows(ReadOnlySpan<float> values, Span<float> result, int rows, int columns)
    {
        RequireShape(values.Length, rows, columns, nameof(values));
        RequireShape(result.Length, 1, columns, nameof(result));
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = values.Slice(row * columns, columns);
            for (int column = 0; column < source.Length; column++)
            {
                result[column] += source[column];
            }
        }
    }

    /// <param name="values">Shape [rows, columns].</param>
    /// <param name="result">Shape [columns, rows]; does not overlap the values.</param>
    public static void Transpose(ReadOnlySpan<float> values, Span<float> result, int rows, int columns)
    {
        RequireShape(values.Length, rows, columns, nameof(values));
        RequireShape(result.Length, columns, rows, nameof(result));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = values[(row * columns) + column];
            }
        }
    }

    private static void RequireShape(int length, int rows, int columns, string name)
    {
        if (rows < 0 || columns < 0 || length != (long)rows * columns)
        {
            ThrowShape(length, rows, columns, name);
        }
    }

    [DoesNotReturn]
    private static void ThrowShape(int length, int rows, int columns, string name) =>
        throw new ArgumentException($"The matrix has {length} elements; its shape is {rows} x {columns}.", name);
}
