using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Dense;

/// <summary>Covers a result with tiles in an order that suits the caches. The order of tiles changes no bit: each element's sum continues where it stood.</summary>
internal static class MatrixProduct
{
    // Rows of the result that are worked on together: what they read of the left matrix stays near while the strips of the right one go by.
    private const int RowBlock = 64;

    // Inner indices that are worked on together where the left matrix is transposed: a strip of so many rows is copied together.
    private const int InnerBlock = 128;

    // A strip is worth its copy when so many rows of the result use it.
    private const int MinRowsToPack = 24;

    /// <summary>A product of a left matrix that stands row by row.</summary>
    /// <param name="widest">Widest vectors to use, in elements: 16, 8, 4 or 1. The result does not depend on it.</param>
    public static void Run(in MatrixTile whole, int rows, int columns, int widest)
    {
        if (!RunBlocks(whole, rows, columns, widest))
        {
            RunBands(whole, rows, columns, widest);
        }
    }

    private static void RunBands(in MatrixTile whole, int rows, int columns, int widest)
    {
        for (int row = 0; row < rows; row += RowBlock)
        {
            Run(whole.At(row, 0), Math.Min(RowBlock, rows - row), columns, widest, []);
        }
    }

    /// <summary>A product of a left matrix that stands column by column; the sums begin with what the result holds.</summary>
    /// <inheritdoc cref="Run(in MatrixTile, int, int, int)"/>
    public static void RunTransposed(in MatrixTile whole, int rows, int columns, int widest)
    {
        if (!RunBlocks(whole, rows, columns, widest))
        {
            RunStrips(whole, rows, columns, widest);
        }
    }

    [SkipLocalsInit]
    private static void RunStrips(in MatrixTile whole, int rows, int columns, int widest)
    {
        Span<float> strip = stackalloc float[InnerBlock * 2 * Lanes16.Count];
        bool pack = rows >= MinRowsToPack;
        for (int from = 0; from < whole.Inner; from += InnerBlock)
        {
            MatrixTile block = whole;
            block.Left = ref Unsafe.Add(ref whole.Left, from * whole.LeftInner);
            block.Right = ref Unsafe.Add(ref whole.Right, from * whole.RightRow);
            block.Inner = Math.Min(InnerBlock, whole.Inner - from);
            Run(block, rows, columns, widest, pack ? strip : []);
        }
    }

    /// <returns>False for a product that is too small for blocks, of which nothing has been computed.</returns>
    private static bool RunBlocks(in MatrixTile whole, int rows, int columns, int widest)
    {
        if (widest >= Lanes16.Count)
        {
            return RunBlocks<Vector512<float>, Lanes16>(whole, rows, columns, widest);
        }

        if (widest >= Lanes8.Count)
        {
            return RunBlocks<Vector256<float>, Lanes8>(whole, rows, columns, widest);
        }

        return widest >= Lanes4.Count && RunBlocks<Vector128<float>, Lanes4>(whole, rows, columns, widest);
    }

    private static bool RunBlocks<TVector, TLanes>(in MatrixTile whole, int rows, int columns, int widest)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        if (!MatrixBlocks<TVector, TLanes>.IsWorthwhile(rows, whole.Inner, columns))
        {
            return false;
        }

        // What the blocks leave over at the right and at the bottom is narrow.
        int blockedColumns = columns - (columns % (2 * TLanes.Count));
        int blockedRows = rows - (rows % MatrixBlocks<TVector, TLanes>.PanelRows);
        MatrixBlocks<TVector, TLanes>.Run(whole, blockedRows, blockedColumns);
        if (blockedColumns < columns)
        {
            RunBands(whole.At(0, blockedColumns), rows, columns - blockedColumns, widest);
        }

        if (blockedRows < rows)
        {
            RunBands(whole.At(blockedRows, 0), rows - blockedRows, blockedColumns, widest);
        }

        return true;
    }

    private static void Run(in MatrixTile whole, int rows, int columns, int widest, Span<float> strip)
    {
        int column = 0;
        if (widest >= Lanes16.Count)
        {
            column = Cover<Vector512<float>, Lanes16>(whole, rows, column, columns, strip);
        }

        if (widest >= Lanes8.Count)
        {
            column = Cover<Vector256<float>, Lanes8>(whole, rows, column, columns, strip);
        }

        if (widest >= Lanes4.Count)
        {
            column = Cover<Vector128<float>, Lanes4>(whole, rows, column, columns, strip);
        }

        Cover<float, Lanes1>(whole, rows, column, columns, strip);
    }

    /// <returns>The first column that is left over.</returns>
    private static int Cover<TVector, TLanes>(in MatrixTile whole, int rows, int column, int columns, Span<float> strip)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        int width = TLanes.Count;
        int blocked = rows & ~7;
        for (int c = column; blocked > 0 && c + width <= columns;)
        {
            bool two = c + (2 * width) <= columns;
            scoped MatrixTile top = whole.At(0, c);
            if (two && !strip.IsEmpty)
            {
                Pack<TVector, TLanes>(ref top.Right, top.RightRow, ref MemoryMarshal.GetReference(strip), top.Inner);
                top.Right = ref MemoryMarshal.GetReference(strip);
                top.RightRow = 2 * width;
            }

            if (two)
            {
                MatrixTiles<TVector, TLanes>.EightByTwo(in top, blocked);
            }
            else
            {
                MatrixTiles<TVector, TLanes>.EightByOne(in top, blocked);
            }

            c += two ? 2 * width : width;
        }

        for (int row = blocked; row < rows; row++)
        {
            for (int c = column; c + width <= columns;)
            {
                MatrixTile tile = whole.At(row, c);
                bool four = c + (4 * width) <= columns;
                if (four)
                {
                    MatrixTiles<TVector, TLanes>.OneByFour(in tile);
                }
                else
                {
                    MatrixTiles<TVector, TLanes>.OneByOne(in tile);
                }

                c += four ? 4 * width : width;
            }
        }

        return column + ((columns - column) / width * width);
    }

    /// <summary>
    /// Copies two vectors of each row of the right matrix together: rows of many columns lie apart by powers of two, and would push one another out of
    /// the nearest cache.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack<TVector, TLanes>(ref float source, nint sourceRow, ref float destination, int rows)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        for (int row = 0; row < rows; row++)
        {
            TLanes.Store(TLanes.Load(in source), ref destination);
            TLanes.Store(TLanes.Load(in Unsafe.Add(ref source, TLanes.Count)), ref Unsafe.Add(ref destination, TLanes.Count));
            source = ref Unsafe.Add(ref source, sourceRow);
            destination = ref Unsafe.Add(ref destination, 2 * TLanes.Count);
        }
    }
}
