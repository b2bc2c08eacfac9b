using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Dense;

/// <summary>
/// Products of wide matrices, block by block, so that what a tile reads lies together and near: the plan of Goto and van de Geijn (2008). The order of
/// blocks changes no bit: the sum of an element continues in the next block of inner indices where it stood.
/// </summary>
internal static class MatrixBlocks<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    // Rows of the left matrix that are copied together: whole panels, and with InnerBlock less than half of the second cache.
    private const int RowBlock = 192;

    // A strip of the right matrix, so many rows of two vectors, takes half of the nearest cache.
    private const int InnerBlock = 256;

    // Below, the right matrix stays in the nearest cache by itself, or there is too little to compute for what is copied.
    private const int MinRows = 48;
    private const int MinInner = 48;
    private const int MinColumns = 96;

    [ThreadStatic]
    private static float[]? _panels;

    /// <summary>Rows of a tile: as many as the registers hold.</summary>
    public static int PanelRows => TLanes.Count >= Lanes16.Count ? 8 : 6;

    public static bool IsWorthwhile(int rows, int inner, int columns) => rows >= MinRows && inner >= MinInner && columns >= MinColumns;

    /// <param name="rows">A multiple of <see cref="PanelRows"/>.</param>
    /// <param name="columns">A multiple of two vectors.</param>
    [SkipLocalsInit]
    public static void Run(in MatrixTile whole, int rows, int columns)
    {
        int pair = 2 * TLanes.Count;
        Span<float> strip = stackalloc float[InnerBlock * 2 * TLanes.Count];
        ref float stripStart = ref MemoryMarshal.GetReference(strip);
        ref float panels = ref MemoryMarshal.GetArrayDataReference(_panels ??= new float[RowBlock * InnerBlock]);
        for (int from = 0; from < whole.Inner; from += InnerBlock)
        {
            MatrixTile block = whole;
            block.Left = ref Unsafe.Add(ref whole.Left, from * whole.LeftInner);
            block.Right = ref Unsafe.Add(ref whole.Right, from * whole.RightRow);
            block.Inner = Math.Min(InnerBlock, whole.Inner - from);
            if (from > 0)
            {
                block.Start = ref whole.Result;
                block.StartRow = whole.ResultRow;
                block.StartColumn = 1;
            }

            for (int top = 0; top < rows; top += RowBlock)
            {
                int height = Math.Min(RowBlock, rows - top);
                MatrixTile band = block.At(top, 0);
                PackLeft(band, height, ref panels);
                for (int column = 0; column < columns; column += pair)
                {
                    scoped MatrixTile column0 = band.At(0, column);
                    PackRight(column0, ref stripStart);
                    column0.Right = ref stripStart;
                    column0.RightRow = pair;
                    CoverBand(column0, height, ref panels);
                }
            }
        }
    }

    private static void CoverBand(in MatrixTile band, int height, ref float panels)
    {
        int panelRows = PanelRows;
        for (int row = 0; row < height; row += panelRows)
        {
            scoped MatrixTile tile = band.At(row, 0);
            tile.Left = ref Unsafe.Add(ref panels, row * band.Inner);
            tile.LeftRow = 1;
            tile.LeftInner = panelRows;
            if (panelRows == 8)
            {
                MatrixTiles<TVector, TLanes>.EightByTwo(in tile, 8);
            }
            else
            {
                MatrixTiles<TVector, TLanes>.SixByTwo(in tile);
            }
        }
    }

    /// <summary>Copies rows of the left matrix, panel by panel; in a panel the rows' elements of one inner index stand side by side.</summary>
    private static void PackLeft(in MatrixTile band, int height, ref float panels)
    {
        for (int row = 0; row < height; row += PanelRows)
        {
            MatrixTile rows = band.At(row, 0);
            ref float panel = ref Unsafe.Add(ref panels, row * band.Inner);
            if (band.LeftRow == 1)
            {
                PackColumns(rows, ref panel);
            }
            else
            {
                PackRows(rows, ref panel);
            }
        }
    }

    /// <summary>Packs a matrix that is stored by rows, along its rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(in MatrixTile rows, ref float panel)
    {
        int panelRows = PanelRows;
        nint step = rows.LeftInner;
        for (int r = 0; r < panelRows; r++)
        {
            ref float source = ref Unsafe.Add(ref rows.Left, r * rows.LeftRow);
            nint to = r;
            for (int k = rows.Inner; k > 0; k--)
            {
                Unsafe.Add(ref panel, to) = source;
                source = ref Unsafe.Add(ref source, step);
                to += panelRows;
            }
        }
    }

    /// <summary>Packs a matrix that is stored by columns, along its columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackColumns(in MatrixTile rows, ref float panel)
    {
        int panelRows = PanelRows;
        ref float source = ref rows.Left;
        nint to = 0;
        for (int k = rows.Inner; k > 0; k--)
        {
            for (int r = 0; r < panelRows; r++)
            {
                Unsafe.Add(ref panel, to++) = Unsafe.Add(ref source, r);
            }

            source = ref Unsafe.Add(ref source, rows.LeftInner);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRight(in MatrixTile column, ref float strip)
    {
        int width = TLanes.Count;
        ref float source = ref column.Right;
        for (int k = 0; k < column.Inner; k++)
        {
            TLanes.Store(TLanes.Load(in source), ref strip);
            TLanes.Store(TLanes.Load(in Unsafe.Add(ref source, width)), ref Unsafe.Add(ref strip, width));
            source = ref Unsafe.Add(ref source, column.RightRow);
            strip = ref Unsafe.Add(ref strip, 2 * width);
        }
    }
}
