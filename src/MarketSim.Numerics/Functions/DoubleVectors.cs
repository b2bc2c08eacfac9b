using System.Numerics;

namespace MarketSim.Numerics.Functions;

/// <summary>Shared steps of the functions on vectors of double precision.</summary>
internal static class DoubleVectors
{
    public static Vector<double> MultiplyAdd(Vector<double> left, double right, Vector<double> addend) =>
        Vector.FusedMultiplyAdd(left, new Vector<double>(right), addend);

    public static void RequireSameLength(ReadOnlySpan<double> values, ReadOnlySpan<double> results)
    {
        if (values.Length != results.Length)
        {
            throw new ArgumentException($"The results have {results.Length} elements; they need as many as the values, {values.Length}.", nameof(results));
        }
    }
}
