using System.Runtime.Intrinsics;
using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Dense;

/// <summary>Covers a result with tiles: columns by columns, so that a strip of the right matrix stays in the nearest cache, each strip row by row.</summary>
internal static class MatrixProduct
{
    /// <param name="whole">The whole product.</param>
    /// <param name="widest">Widest vectors to use, in elements: 16, 8, 4 or 1. The result does not depend on it.</param>
    public static void Run(in MatrixTile whole, int rows, int columns, int widest)
    {
        int column = 0;
        if (widest >= Lanes16.Count)
        {
            column = Cover<Vector512<float>, Lanes16>(whole, rows, column, columns);
        }

        if (widest >= Lanes8.Count)
        {
            column = Cover<Vector256<float>, Lanes8>(whole, rows, column, columns);
        }

        if (widest >= Lanes4.Count)
        {
            column = Cover<Vector128<float>, Lanes4>(whole, rows, column, columns);
        }

        Cover<float, Lanes1>(whole, rows, column, columns);
    }

    /// <returns>The first column that is left over.</returns>
    private static int Cover<TVector, TLanes>(in MatrixTile whole, int rows, int column, int columns)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        int width = TLanes.Count;
        int blocked = rows & ~7;
        for (int c = column; blocked > 0 && c + width <= columns;)
        {
            bool two = c + (2 * width) <= columns;
            for (int row = 0; row < blocked; row += 8)
            {
                MatrixTile tile = whole.At(row, c);
                if (two)
                {
                    MatrixTiles<TVector, TLanes>.EightByTwo(ref tile);
                }
                else
                {
                    MatrixTiles<TVector, TLanes>.EightByOne(ref tile);
                }
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
                    MatrixTiles<TVector, TLanes>.OneByFour(ref tile);
                }
                else
                {
                    MatrixTiles<TVector, TLanes>.OneByOne(ref tile);
                }

                c += four ? 4 * width : width;
            }
        }

        return column + ((columns - column) / width * width);
    }
}
