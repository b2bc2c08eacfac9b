using System.Runtime.CompilerServices;

namespace MarketSim.Numerics.Dense;

/// <summary>The positions that a block of a product reads and writes; strides are in elements. Starting values may be the result itself.</summary>
internal ref struct MatrixTile
{
    /// <summary>First element of the left matrix.</summary>
    public ref float Left;

    /// <summary>Distance from one row of the result to the next.</summary>
    public nint LeftRow;

    /// <summary>Distance from one inner index to the next.</summary>
    public nint LeftInner;

    /// <summary>First element of the right matrix; its columns are contiguous.</summary>
    public ref float Right;

    public nint RightRow;

    public int Inner;

    /// <summary>The starting values of the sums.</summary>
    public ref float Start;

    /// <summary>0 where all rows begin alike.</summary>
    public nint StartRow;

    /// <summary>1, or 0 where all columns begin alike.</summary>
    public int StartColumn;

    public ref float Result;

    public nint ResultRow;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly MatrixTile At(nint row, nint column)
    {
        MatrixTile tile = this;
        tile.Left = ref Unsafe.Add(ref Left, row * LeftRow);
        tile.Right = ref Unsafe.Add(ref Right, column);
        tile.Start = ref Unsafe.Add(ref Start, (row * StartRow) + (column * StartColumn));
        tile.Result = ref Unsafe.Add(ref Result, (row * ResultRow) + column);
        return tile;
    }
}
