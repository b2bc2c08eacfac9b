using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Functions;

/// <summary>Applies a function to every element of a span, as many at once as the processor can.</summary>
internal static class SingleSpans
{
    /// <param name="widest">Widest vectors to use, in elements: 16, 8, 4 or 1. The results do not depend on it.</param>
    public static void Map<TFunction>(ReadOnlySpan<float> values, Span<float> results, int widest)
        where TFunction : struct, ISingleFunction
    {
        if (values.Length != results.Length)
        {
            throw new ArgumentException($"The results have {results.Length} elements; they need as many as the values, {values.Length}.", nameof(results));
        }

        ref float source = ref MemoryMarshal.GetReference(values);
        ref float destination = ref MemoryMarshal.GetReference(results);
        int from = 0;
        if (widest >= Lanes16.Count)
        {
            from = MapVectors<TFunction, Vector512<float>, Lanes16>(ref source, ref destination, from, values.Length);
        }

        if (widest >= Lanes8.Count)
        {
            from = MapVectors<TFunction, Vector256<float>, Lanes8>(ref source, ref destination, from, values.Length);
        }

        if (widest >= Lanes4.Count)
        {
            from = MapVectors<TFunction, Vector128<float>, Lanes4>(ref source, ref destination, from, values.Length);
        }

        MapVectors<TFunction, float, Lanes1>(ref source, ref destination, from, values.Length);
    }

    /// <returns>The first element that is left over.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int MapVectors<TFunction, TVector, TLanes>(ref float source, ref float destination, int from, int length)
        where TFunction : struct, ISingleFunction
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        int i = from;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TFunction.Of<TVector, TLanes>(TLanes.Load(in Unsafe.Add(ref source, i))), ref Unsafe.Add(ref destination, i));
        }

        return i;
    }
}
