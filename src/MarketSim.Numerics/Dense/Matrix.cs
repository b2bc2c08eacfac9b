using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Dense;

/// <summary>
/// Products of matrices in single precision, stored row by row. Every element is one chain of fused multiply-adds in the order of the inner
/// index, from the stated beginning: it depends neither on the number of rows beside it nor on the width of the processor's vectors.
/// </summary>
public static class Matrix
{
    private const int ThinColumns = 16;
    private const int ThinRows = 1024;

    // As many as the widest tile has columns.
    private static readonly float[] Zeros = new float[64];

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

        MatrixTile whole = Whole(left, inner, 1, right, columns, inner, result);
        ReadOnlySpan<float> start = bias.IsEmpty ? Zeros : bias;
        whole.Start = ref MemoryMarshal.GetReference(start);
        whole.StartRow = 0;
        whole.StartColumn = bias.IsEmpty ? 0 : 1;
        MatrixProduct.Run(whole, rows, columns, VectorWidth.Widest);
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
        MatrixProduct.Run(Whole(left, inner, 1, right, columns, inner, result), rows, columns, VectorWidth.Widest);
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
        if (columns < ThinColumns && columns < rows && rows <= ThinRows)
        {
            AddThinTransposedProduct(left, right, result, rows, inner, columns);
            return;
        }

        MatrixProduct.RunTransposed(Whole(left, 1, rows, right, columns, inner, result), rows, columns, VectorWidth.Widest);
    }

    /// <summary>result = result + the sum of the rows, in order.</summary>
    /// <param name="values">Shape [rows, columns].</param>
    /// <param name="result">Shape [columns].</param>
    public static void AddRows(ReadOnlySpan<float> values, Span<float> result, int rows, int columns)
    {
        RequireShape(values.Length, rows, columns, nameof(values));
        RequireShape(result.Length, 1, columns, nameof(result));
        MatrixRows.Add(ref MemoryMarshal.GetReference(values), ref MemoryMarshal.GetReference(result), rows, columns, VectorWidth.Widest);
    }

    /// <param name="values">Shape [rows, columns].</param>
    /// <param name="result">Shape [columns, rows]; does not overlap the values.</param>
    public static void Transpose(ReadOnlySpan<float> values, Span<float> result, int rows, int columns)
    {
        RequireShape(values.Length, rows, columns, nameof(values));
        RequireShape(result.Length, columns, rows, nameof(result));
        MatrixRows.Transpose(ref MemoryMarshal.GetReference(values), ref MemoryMarshal.GetReference(result), rows, columns);
    }

    /// <summary>Adds the transposed product, with the same bits: with few columns vectors would be short, so they lie along the rows.</summary>
    private static void AddThinTransposedProduct(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result, int rows, int inner, int columns)
    {
        Span<float> transposed = stackalloc float[rows * columns];
        Transpose(result, transposed, rows, columns);
        MatrixProduct.RunTransposed(Whole(right, 1, columns, left, rows, inner, transposed), columns, rows, VectorWidth.Widest);
        Transpose(transposed, result, columns, rows);
    }

    /// <summary>A product whose sums begin with what the result holds.</summary>
    /// <param name="columns">Of the right factor and of the result.</param>
    private static MatrixTile Whole(
        ReadOnlySpan<float> left, int leftRow, int leftInner, ReadOnlySpan<float> right, int columns, int inner, Span<float> result) => new()
    {
        Left = ref MemoryMarshal.GetReference(left),
        LeftRow = leftRow,
        LeftInner = leftInner,
        Right = ref MemoryMarshal.GetReference(right),
        RightRow = columns,
        Inner = inner,
        Start = ref MemoryMarshal.GetReference(result),
        StartRow = columns,
        StartColumn = 1,
        Result = ref MemoryMarshal.GetReference(result),
        ResultRow = columns,
    };

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
