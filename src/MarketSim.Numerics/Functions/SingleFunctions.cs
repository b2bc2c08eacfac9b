using System.Runtime.CompilerServices;
using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Functions;

// Coefficients are from make_coefficients.py beside the tests.

/// <summary>e to the power of x = 2^n exp(r), r within ln2 / 2 of 0.</summary>
internal readonly struct SingleExp : ISingleFunction
{
    private const float InverseLn2 = 1.44269502f;
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-06f;

    // 1.5 · 2^23: adding it rounds to an integer, which then stands in the last bits.
    private const float RoundingShift = 12582912f;
    private const int RoundingShiftBits = 0x4B400000;

    // Beyond these the result is infinite, or 0.
    private const float Highest = 89f;
    private const float Lowest = -104f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, TLanes>(TVector x)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        x = TLanes.WhereLess(TLanes.All(Highest), x, TLanes.All(Highest), x);
        x = TLanes.WhereLess(x, TLanes.All(Lowest), TLanes.All(Lowest), x);
        TVector shifted = Shifted<TVector, TLanes>(x);
        TVector mantissa = TLanes.Add(TLanes.All(1), Reduced<TVector, TLanes>(x, shifted));

        // 2^n may be no normal number: half of the exponent first, which is exact, then the rest, which rounds.
        TVector n = TLanes.AddBits(shifted, -RoundingShiftBits);
        TVector half = TLanes.ShiftRight(n, 1);
        TVector rest = TLanes.SubtractBits(n, half);
        TVector scaled = TLanes.Multiply(mantissa, TLanes.ShiftLeft(TLanes.AddBits(half, 127), 23));
        return TLanes.Multiply(scaled, TLanes.ShiftLeft(TLanes.AddBits(rest, 127), 23));
    }

    /// <summary>exp(x) - 1 for x from -80 to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MinusOne<TVector, TLanes>(TVector x)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector shifted = Shifted<TVector, TLanes>(x);
        TVector reduced = Reduced<TVector, TLanes>(x, shifted);
        TVector scale = TLanes.ShiftLeft(TLanes.AddBits(shifted, 127 - RoundingShiftBits), 23);
        return TLanes.MultiplyAdd(scale, reduced, TLanes.Subtract(scale, TLanes.All(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Shifted<TVector, TLanes>(TVector x)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        TLanes.MultiplyAdd(x, TLanes.All(InverseLn2), TLanes.All(RoundingShift));

    /// <summary>exp(r) - 1 of the reduced argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reduced<TVector, TLanes>(TVector x, TVector shifted)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector n = TLanes.Subtract(shifted, TLanes.All(RoundingShift));
        TVector r = TLanes.MultiplyAdd(n, TLanes.All(-Ln2High), x);
        r = TLanes.MultiplyAdd(n, TLanes.All(-Ln2Low), r);
        TVector q = TLanes.MultiplyAdd(TLanes.All(0.00139261759f), r, TLanes.All(0.00836317334f));
        q = TLanes.MultiplyAdd(q, r, TLanes.All(0.0416665561f));
        q = TLanes.MultiplyAdd(q, r, TLanes.All(0.166665778f));
        q = TLanes.MultiplyAdd(q, r, TLanes.All(0.5f));
        return TLanes.MultiplyAdd(TLanes.Multiply(r, r), q, r);
    }
}

/// <summary>tanh |x| = -e / (2 + e) with e = exp(-2 |x|) - 1.</summary>
internal readonly struct SingleTanh : ISingleFunction
{
    // From here on the result is 1.
    private const float Highest = 10f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, TLanes>(TVector x)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector magnitude = TLanes.Abs(x);
        magnitude = TLanes.WhereLess(TLanes.All(Highest), magnitude, TLanes.All(Highest), magnitude);
        TVector e = SingleExp.MinusOne<TVector, TLanes>(TLanes.Multiply(magnitude, TLanes.All(-2)));
        return TLanes.CopySign(TLanes.Divide(e, TLanes.Add(e, TLanes.All(2))), x);
    }
}

/// <summary>1 / (1 + e) with e = exp(-|x|), times e for x below 0.</summary>
internal readonly struct SingleSigmoid : ISingleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, TLanes>(TVector x)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector one = TLanes.All(1);
        TVector e = SingleExp.Of<TVector, TLanes>(TLanes.Subtract(TLanes.All(0), TLanes.Abs(x)));
        return TLanes.Divide(TLanes.WhereLess(x, TLanes.All(0), e, one), TLanes.Add(one, e));
    }
}

/// <summary>log x = n ln2 + log(1 + f), 1 + f from sqrt(1/2) to sqrt(2).</summary>
internal readonly struct SingleLog : ISingleFunction
{
    private const int SqrtHalfBits = 0x3F3504F3;
    private const float SmallestNormal = 1.17549435e-38f;
    private const float TwoTo24 = 16777216f;
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-06f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, TLanes>(TVector x)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector zero = TLanes.All(0);
        TVector small = TLanes.All(SmallestNormal);
        TVector normal = TLanes.WhereLess(x, small, TLanes.Multiply(x, TLanes.All(TwoTo24)), x);
        TVector exponent = TLanes.ShiftRight(TLanes.AddBits(normal, -SqrtHalfBits), 23);
        TVector f = TLanes.Subtract(TLanes.SubtractBits(normal, TLanes.ShiftLeft(exponent, 23)), TLanes.All(1));
        TVector n = TLanes.Add(TLanes.ConvertBits(exponent), TLanes.WhereLess(x, small, TLanes.All(-24), zero));

        // log(1 + f) = f - f²/2 + s (f²/2 + s² L(s²)) with s = f / (2 + f).
        TVector s = TLanes.Divide(f, TLanes.Add(f, TLanes.All(2)));
        TVector z = TLanes.Multiply(s, s);
        TVector l = TLanes.MultiplyAdd(TLanes.All(0.233304679f), z, TLanes.All(0.285508215f));
        l = TLanes.MultiplyAdd(l, z, TLanes.All(0.400001228f));
        l = TLanes.MultiplyAdd(l, z, TLanes.All(0.666666687f));
        TVector halfSquare = TLanes.Multiply(TLanes.Multiply(TLanes.All(0.5f), f), f);
        TVector correction = TLanes.Multiply(s, TLanes.MultiplyAdd(z, l, halfSquare));
        TVector low = TLanes.MultiplyAdd(n, TLanes.All(Ln2Low), correction);
        TVector result = TLanes.MultiplyAdd(n, TLanes.All(Ln2High), TLanes.Subtract(f, TLanes.Subtract(halfSquare, low)));

        // Infinity and what is not a number stay; 0 gives -infinity, less gives no number.
        result = TLanes.WhereLess(x, TLanes.All(float.PositiveInfinity), result, x);
        result = TLanes.WhereLess(zero, x, result, TLanes.All(float.NegativeInfinity));
        TVector none = TLanes.All(float.NaN);
        result = TLanes.WhereLess(x, zero, none, result);
        return TLanes.WhereLess(TLanes.All(float.NegativeInfinity), x, result, none);
    }
}

/// <summary>max(x, 0) + log(1 + e) with e = exp(-|x|).</summary>
internal readonly struct SingleSoftplus : ISingleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, TLanes>(TVector x)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector e = SingleExp.Of<TVector, TLanes>(TLanes.Subtract(TLanes.All(0), TLanes.Abs(x)));

        // log(1 + e) = 2s + s³ M(s²) with s = e / (2 + e).
        TVector s = TLanes.Divide(e, TLanes.Add(e, TLanes.All(2)));
        TVector z = TLanes.Multiply(s, s);
        TVector m = TLanes.MultiplyAdd(TLanes.All(0.207876176f), z, TLanes.All(0.174647018f));
        m = TLanes.MultiplyAdd(m, z, TLanes.All(0.222647116f));
        m = TLanes.MultiplyAdd(m, z, TLanes.All(0.285703063f));
        m = TLanes.MultiplyAdd(m, z, TLanes.All(0.400000095f));
        m = TLanes.MultiplyAdd(m, z, TLanes.All(0.666666687f));
        TVector log = TLanes.MultiplyAdd(TLanes.Multiply(s, z), m, TLanes.Add(s, s));
        return TLanes.Add(TLanes.WhereLess(x, TLanes.All(0), TLanes.All(0), x), log);
    }
}
