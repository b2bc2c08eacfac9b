using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Dense;

/// <summary>Sums over rows, and transposition.</summary>
internal static class MatrixRows
{
    // Rows that are added together, all of their columns, so that long ones are read about as they stand.
    private const int RowBlock = 32;

    // One line of the nearest cache.
    private const int LineColumns = 16;

    /// <param name="widest">Widest vectors to use, in elements: 16, 8, 4 or 1. The result does not depend on it.</param>
    public static void Add(ref float values, ref float result, int rows, int columns, int widest)
    {
        for (int row = 0; row < rows; row += RowBlock)
        {
            AddBlock(ref Unsafe.Add(ref values, (nint)row * columns), ref result, Math.Min(RowBlock, rows - row), columns, widest);
        }
    }

    private static void AddBlock(ref float values, ref float result, int rows, int columns, int widest)
    {
        int column = 0;
        if (widest >= Lanes16.Count)
        {
            column = AddColumns<Vector512<float>, Lanes16>(ref values, ref result, rows, column, columns);
        }

        if (widest >= Lanes8.Count)
        {
            column = AddColumns<Vector256<float>, Lanes8>(ref values, ref result, rows, column, columns);
        }

        if (widest >= Lanes4.Count)
        {
            column = AddColumns<Vector128<float>, Lanes4>(ref values, ref result, rows, column, columns);
        }

        AddColumns<float, Lanes1>(ref values, ref result, rows, column, columns);
    }

    public static void Transpose(ref float values, ref float result, int rows, int columns)
    {
        int blockedRows = Sse.IsSupported ? rows & ~3 : 0;
        int blockedColumns = columns & ~3;
        for (int line = 0; line < blockedColumns; line += LineColumns)
        {
            int end = Math.Min(line + LineColumns, blockedColumns);
            for (int row = 0; row < blockedRows; row += 4)
            {
                for (int column = line; column < end; column += 4)
                {
                    TransposeFour(
                        ref Unsafe.Add(ref values, ((nint)row * columns) + column), columns, ref Unsafe.Add(ref result, ((nint)column * rows) + row), rows);
                }
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = row < blockedRows ? blockedColumns : 0; column < columns; column++)
            {
                Unsafe.Add(ref result, ((nint)column * rows) + row) = Unsafe.Add(ref values, ((nint)row * columns) + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(ref float source, nint sourceRow, ref float destination, nint destinationRow)
    {
        Vector128<float> a = Vector128.LoadUnsafe(ref source);
        Vector128<float> b = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceRow));
        Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceRow));
        Vector128<float> d = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceRow));
        Vector128<float> abLow = Sse.UnpackLow(a, b);
        Vector128<float> abHigh = Sse.UnpackHigh(a, b);
        Vector128<float> cdLow = Sse.UnpackLow(c, d);
        Vector128<float> cdHigh = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(abLow, cdLow).StoreUnsafe(ref destination);
        Sse.MoveHighToLow(cdLow, abLow).StoreUnsafe(ref Unsafe.Add(ref destination, destinationRow));
        Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * destinationRow));
        Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * destinationRow));
    }

    /// <returns>The first column that is left over.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AddColumns<TVector, TLanes>(ref float values, ref float result, int rows, int column, int columns)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        int width = TLanes.Count;
        for (; column + (4 * width) <= columns; column += 4 * width)
        {
            ref float sum = ref Unsafe.Add(ref result, column);
            ref float source = ref Unsafe.Add(ref values, column);
            TVector s0 = TLanes.Load(in sum);
            TVector s1 = TLanes.Load(in Unsafe.Add(ref sum, width));
            TVector s2 = TLanes.Load(in Unsafe.Add(ref sum, 2 * width));
            TVector s3 = TLanes.Load(in Unsafe.Add(ref sum, 3 * width));
            for (int row = 0; row < rows; row++)
            {
                s0 = TLanes.Add(s0, TLanes.Load(in source));
                s1 = TLanes.Add(s1, TLanes.Load(in Unsafe.Add(ref source, width)));
                s2 = TLanes.Add(s2, TLanes.Load(in Unsafe.Add(ref source, 2 * width)));
                s3 = TLanes.Add(s3, TLanes.Load(in Unsafe.Add(ref source, 3 * width)));
                source = ref Unsafe.Add(ref source, columns);
            }

            TLanes.Store(s0, ref sum);
            TLanes.Store(s1, ref Unsafe.Add(ref sum, width));
            TLanes.Store(s2, ref Unsafe.Add(ref sum, 2 * width));
            TLanes.Store(s3, ref Unsafe.Add(ref sum, 3 * width));
        }

        for (; column + width <= columns; column += width)
        {
            ref float source = ref Unsafe.Add(ref values, column);
            TVector sum = TLanes.Load(in Unsafe.Add(ref result, column));
            for (int row = 0; row < rows; row++)
            {
                sum = TLanes.Add(sum, TLanes.Load(in source));
                source = ref Unsafe.Add(ref source, columns);
            }

            TLanes.Store(sum, ref Unsafe.Add(ref result, column));
        }

        return column;
    }
}
