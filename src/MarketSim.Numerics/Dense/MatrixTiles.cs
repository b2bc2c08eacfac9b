using System.Runtime.CompilerServices;
using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Dense;

/// <summary>
/// Blocks of a product that stay in registers: rows × vectors of columns. Each adds, in the order of the inner index, an element of the left matrix
/// times a vector of the right one.
/// </summary>
internal static class MatrixTiles<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>Eight rows by two vectors, down the rows; what is left of them, below eight, is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByTwo(ref readonly MatrixTile strip, int rows)
    {
        int width = TLanes.Count;
        nint row = strip.LeftRow;
        nint startRow = strip.StartRow;
        nint rightRow = strip.RightRow;
        nint step = strip.LeftInner;
        nint resultRow = strip.ResultRow;
        ref float l0 = ref strip.Left;
        ref float start = ref strip.Start;
        ref float result = ref strip.Result;
        for (int from = 0; from + 8 <= rows; from += 8)
        {
            ref float l1 = ref Unsafe.Add(ref l0, row);
            ref float l2 = ref Unsafe.Add(ref l1, row);
            ref float l3 = ref Unsafe.Add(ref l2, row);
            ref float l4 = ref Unsafe.Add(ref l3, row);
            ref float l5 = ref Unsafe.Add(ref l4, row);
            ref float l6 = ref Unsafe.Add(ref l5, row);
            ref float l7 = ref Unsafe.Add(ref l6, row);

            TVector s00 = TLanes.Load(in start), s01 = TLanes.Load(in Unsafe.Add(ref start, width));
            start = ref Unsafe.Add(ref start, startRow);
            TVector s10 = TLanes.Load(in start), s11 = TLanes.Load(in Unsafe.Add(ref start, width));
            start = ref Unsafe.Add(ref start, startRow);
            TVector s20 = TLanes.Load(in start), s21 = TLanes.Load(in Unsafe.Add(ref start, width));
            start = ref Unsafe.Add(ref start, startRow);
            TVector s30 = TLanes.Load(in start), s31 = TLanes.Load(in Unsafe.Add(ref start, width));
            start = ref Unsafe.Add(ref start, startRow);
            TVector s40 = TLanes.Load(in start), s41 = TLanes.Load(in Unsafe.Add(ref start, width));
            start = ref Unsafe.Add(ref start, startRow);
            TVector s50 = TLanes.Load(in start), s51 = TLanes.Load(in Unsafe.Add(ref start, width));
            start = ref Unsafe.Add(ref start, startRow);
            TVector s60 = TLanes.Load(in start), s61 = TLanes.Load(in Unsafe.Add(ref start, width));
            start = ref Unsafe.Add(ref start, startRow);
            TVector s70 = TLanes.Load(in start), s71 = TLanes.Load(in Unsafe.Add(ref start, width));

            ref float right = ref strip.Right;
            nint at = 0;
            for (int k = strip.Inner; k > 0; k--)
            {
                TVector r0 = TLanes.Load(in right), r1 = TLanes.Load(in Unsafe.Add(ref right, width));
                TVector l = TLanes.All(Unsafe.Add(ref l0, at));
                s00 = TLanes.MultiplyAdd(l, r0, s00);
                s01 = TLanes.MultiplyAdd(l, r1, s01);
                l = TLanes.All(Unsafe.Add(ref l1, at));
                s10 = TLanes.MultiplyAdd(l, r0, s10);
                s11 = TLanes.MultiplyAdd(l, r1, s11);
                l = TLanes.All(Unsafe.Add(ref l2, at));
                s20 = TLanes.MultiplyAdd(l, r0, s20);
                s21 = TLanes.MultiplyAdd(l, r1, s21);
                l = TLanes.All(Unsafe.Add(ref l3, at));
                s30 = TLanes.MultiplyAdd(l, r0, s30);
                s31 = TLanes.MultiplyAdd(l, r1, s31);
                l = TLanes.All(Unsafe.Add(ref l4, at));
                s40 = TLanes.MultiplyAdd(l, r0, s40);
                s41 = TLanes.MultiplyAdd(l, r1, s41);
                l = TLanes.All(Unsafe.Add(ref l5, at));
                s50 = TLanes.MultiplyAdd(l, r0, s50);
                s51 = TLanes.MultiplyAdd(l, r1, s51);
                l = TLanes.All(Unsafe.Add(ref l6, at));
                s60 = TLanes.MultiplyAdd(l, r0, s60);
                s61 = TLanes.MultiplyAdd(l, r1, s61);
                l = TLanes.All(Unsafe.Add(ref l7, at));
                s70 = TLanes.MultiplyAdd(l, r0, s70);
                s71 = TLanes.MultiplyAdd(l, r1, s71);
                at += step;
                right = ref Unsafe.Add(ref right, rightRow);
            }

            Store(s00, s01, ref result);
            result = ref Unsafe.Add(ref result, resultRow);
            Store(s10, s11, ref result);
            result = ref Unsafe.Add(ref result, resultRow);
            Store(s20, s21, ref result);
            result = ref Unsafe.Add(ref result, resultRow);
            Store(s30, s31, ref result);
            result = ref Unsafe.Add(ref result, resultRow);
            Store(s40, s41, ref result);
            result = ref Unsafe.Add(ref result, resultRow);
            Store(s50, s51, ref result);
            result = ref Unsafe.Add(ref result, resultRow);
            Store(s60, s61, ref result);
            result = ref Unsafe.Add(ref result, resultRow);
            Store(s70, s71, ref result);
            l0 = ref Unsafe.Add(ref l0, 8 * row);
            start = ref Unsafe.Add(ref start, startRow);
            result = ref Unsafe.Add(ref result, resultRow);
        }
    }

    /// <summary>Six rows by two vectors: as many as sixteen registers hold with what is multiplied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixByTwo(ref readonly MatrixTile tile)
    {
        int width = TLanes.Count;
        nint row = tile.LeftRow;
        nint startRow = tile.StartRow;
        nint rightRow = tile.RightRow;
        nint step = tile.LeftInner;
        nint resultRow = tile.ResultRow;
        ref float start = ref tile.Start;
        TVector s00 = TLanes.Load(in start), s01 = TLanes.Load(in Unsafe.Add(ref start, width));
        start = ref Unsafe.Add(ref start, startRow);
        TVector s10 = TLanes.Load(in start), s11 = TLanes.Load(in Unsafe.Add(ref start, width));
        start = ref Unsafe.Add(ref start, startRow);
        TVector s20 = TLanes.Load(in start), s21 = TLanes.Load(in Unsafe.Add(ref start, width));
        start = ref Unsafe.Add(ref start, startRow);
        TVector s30 = TLanes.Load(in start), s31 = TLanes.Load(in Unsafe.Add(ref start, width));
        start = ref Unsafe.Add(ref start, startRow);
        TVector s40 = TLanes.Load(in start), s41 = TLanes.Load(in Unsafe.Add(ref start, width));
        start = ref Unsafe.Add(ref start, startRow);
        TVector s50 = TLanes.Load(in start), s51 = TLanes.Load(in Unsafe.Add(ref start, width));

        ref float left = ref tile.Left;
        ref float right = ref tile.Right;
        for (int k = tile.Inner; k > 0; k--)
        {
            TVector r0 = TLanes.Load(in right), r1 = TLanes.Load(in Unsafe.Add(ref right, width));
            TVector l = TLanes.All(left);
            s00 = TLanes.MultiplyAdd(l, r0, s00);
            s01 = TLanes.MultiplyAdd(l, r1, s01);
            l = TLanes.All(Unsafe.Add(ref left, row));
            s10 = TLanes.MultiplyAdd(l, r0, s10);
            s11 = TLanes.MultiplyAdd(l, r1, s11);
            l = TLanes.All(Unsafe.Add(ref left, 2 * row));
            s20 = TLanes.MultiplyAdd(l, r0, s20);
            s21 = TLanes.MultiplyAdd(l, r1, s21);
            l = TLanes.All(Unsafe.Add(ref left, 3 * row));
            s30 = TLanes.MultiplyAdd(l, r0, s30);
            s31 = TLanes.MultiplyAdd(l, r1, s31);
            l = TLanes.All(Unsafe.Add(ref left, 4 * row));
            s40 = TLanes.MultiplyAdd(l, r0, s40);
            s41 = TLanes.MultiplyAdd(l, r1, s41);
            l = TLanes.All(Unsafe.Add(ref left, 5 * row));
            s50 = TLanes.MultiplyAdd(l, r0, s50);
            s51 = TLanes.MultiplyAdd(l, r1, s51);
            left = ref Unsafe.Add(ref left, step);
            right = ref Unsafe.Add(ref right, rightRow);
        }

        ref float result = ref tile.Result;
        Store(s00, s01, ref result);
        result = ref Unsafe.Add(ref result, resultRow);
        Store(s10, s11, ref result);
        result = ref Unsafe.Add(ref result, resultRow);
        Store(s20, s21, ref result);
        result = ref Unsafe.Add(ref result, resultRow);
        Store(s30, s31, ref result);
        result = ref Unsafe.Add(ref result, resultRow);
        Store(s40, s41, ref result);
        result = ref Unsafe.Add(ref result, resultRow);
        Store(s50, s51, ref result);
    }

    /// <summary>Eight rows by one vector, down the rows; what is left of them, below eight, is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByOne(ref readonly MatrixTile strip, int rows)
    {
        nint row = strip.LeftRow;
        nint startRow = strip.StartRow;
        nint rightRow = strip.RightRow;
        nint step = strip.LeftInner;
        nint resultRow = strip.ResultRow;
        ref float l0 = ref strip.Left;
        ref float start = ref strip.Start;
        ref float result = ref strip.Result;
        for (int from = 0; from + 8 <= rows; from += 8)
        {
            ref float l1 = ref Unsafe.Add(ref l0, row);
            ref float l2 = ref Unsafe.Add(ref l1, row);
            ref float l3 = ref Unsafe.Add(ref l2, row);
            ref float l4 = ref Unsafe.Add(ref l3, row);
            ref float l5 = ref Unsafe.Add(ref l4, row);
            ref float l6 = ref Unsafe.Add(ref l5, row);
            ref float l7 = ref Unsafe.Add(ref l6, row);

            TVector s0 = TLanes.Load(in start);
            TVector s1 = TLanes.Load(in Unsafe.Add(ref start, startRow));
            TVector s2 = TLanes.Load(in Unsafe.Add(ref start, 2 * startRow));
            TVector s3 = TLanes.Load(in Unsafe.Add(ref start, 3 * startRow));
            TVector s4 = TLanes.Load(in Unsafe.Add(ref start, 4 * startRow));
            TVector s5 = TLanes.Load(in Unsafe.Add(ref start, 5 * startRow));
            TVector s6 = TLanes.Load(in Unsafe.Add(ref start, 6 * startRow));
            TVector s7 = TLanes.Load(in Unsafe.Add(ref start, 7 * startRow));

            ref float right = ref strip.Right;
            nint at = 0;
            for (int k = strip.Inner; k > 0; k--)
            {
                TVector r = TLanes.Load(in right);
                s0 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref l0, at)), r, s0);
                s1 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref l1, at)), r, s1);
                s2 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref l2, at)), r, s2);
                s3 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref l3, at)), r, s3);
                s4 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref l4, at)), r, s4);
                s5 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref l5, at)), r, s5);
                s6 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref l6, at)), r, s6);
                s7 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref l7, at)), r, s7);
                at += step;
                right = ref Unsafe.Add(ref right, rightRow);
            }

            TLanes.Store(s0, ref result);
            TLanes.Store(s1, ref Unsafe.Add(ref result, resultRow));
            TLanes.Store(s2, ref Unsafe.Add(ref result, 2 * resultRow));
            TLanes.Store(s3, ref Unsafe.Add(ref result, 3 * resultRow));
            TLanes.Store(s4, ref Unsafe.Add(ref result, 4 * resultRow));
            TLanes.Store(s5, ref Unsafe.Add(ref result, 5 * resultRow));
            TLanes.Store(s6, ref Unsafe.Add(ref result, 6 * resultRow));
            TLanes.Store(s7, ref Unsafe.Add(ref result, 7 * resultRow));
            l0 = ref Unsafe.Add(ref l0, 8 * row);
            start = ref Unsafe.Add(ref start, 8 * startRow);
            result = ref Unsafe.Add(ref result, 8 * resultRow);
        }
    }

    /// <summary>One row by four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByFour(ref readonly MatrixTile tile)
    {
        int width = TLanes.Count;
        ref float start = ref tile.Start;
        TVector s0 = TLanes.Load(in start);
        TVector s1 = TLanes.Load(in Unsafe.Add(ref start, width));
        TVector s2 = TLanes.Load(in Unsafe.Add(ref start, 2 * width));
        TVector s3 = TLanes.Load(in Unsafe.Add(ref start, 3 * width));

        ref float left = ref tile.Left;
        ref float right = ref tile.Right;
        nint rightRow = tile.RightRow;
        nint step = tile.LeftInner;
        for (int k = tile.Inner; k > 0; k--)
        {
            TVector l = TLanes.All(left);
            s0 = TLanes.MultiplyAdd(l, TLanes.Load(in right), s0);
            s1 = TLanes.MultiplyAdd(l, TLanes.Load(in Unsafe.Add(ref right, width)), s1);
            s2 = TLanes.MultiplyAdd(l, TLanes.Load(in Unsafe.Add(ref right, 2 * width)), s2);
            s3 = TLanes.MultiplyAdd(l, TLanes.Load(in Unsafe.Add(ref right, 3 * width)), s3);
            left = ref Unsafe.Add(ref left, step);
            right = ref Unsafe.Add(ref right, rightRow);
        }

        ref float result = ref tile.Result;
        TLanes.Store(s0, ref result);
        TLanes.Store(s1, ref Unsafe.Add(ref result, width));
        TLanes.Store(s2, ref Unsafe.Add(ref result, 2 * width));
        TLanes.Store(s3, ref Unsafe.Add(ref result, 3 * width));
    }

    /// <summary>One row by one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByOne(ref readonly MatrixTile tile)
    {
        TVector sum = TLanes.Load(in tile.Start);
        ref float left = ref tile.Left;
        ref float right = ref tile.Right;
        nint rightRow = tile.RightRow;
        nint step = tile.LeftInner;
        for (int k = tile.Inner; k > 0; k--)
        {
            sum = TLanes.MultiplyAdd(TLanes.All(left), TLanes.Load(in right), sum);
            left = ref Unsafe.Add(ref left, step);
            right = ref Unsafe.Add(ref right, rightRow);
        }

        TLanes.Store(sum, ref tile.Result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector first, TVector second, ref float destination)
    {
        TLanes.Store(first, ref destination);
        TLanes.Store(second, ref Unsafe.Add(ref destination, TLanes.Count));
    }
}
