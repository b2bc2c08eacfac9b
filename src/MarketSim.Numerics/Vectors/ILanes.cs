namespace MarketSim.Numerics.Vectors;

/// <summary>
/// Arithmetic of single-precision vectors of one width. Kernels are written once, generic over it, and run at any width with the same bits per
/// element: every operation is exact, or rounded as IEEE 754 says.
/// </summary>
/// <typeparam name="TVector">Vector of the width, or float.</typeparam>
internal interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Elements of a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref readonly float source);

    static abstract void Store(TVector vector, ref float destination);

    /// <summary>A vector with one value everywhere.</summary>
    static abstract TVector All(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector Abs(TVector value);

    /// <summary>The magnitude of one with the sign of another.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    /// <summary>Selects per lane: the first choice when left is less than right, otherwise (also when one is not a number) the second.</summary>
    static abstract TVector WhereLess(TVector left, TVector right, TVector chosen, TVector otherwise);

    /// <summary>Adds to the bits, taken as 32-bit integers.</summary>
    static abstract TVector AddBits(TVector value, int bits);

    static abstract TVector SubtractBits(TVector left, TVector right);

    static abstract TVector ShiftLeft(TVector value, int count);

    /// <summary>Shifts the bits, taken as signed integers.</summary>
    static abstract TVector ShiftRight(TVector value, int count);

    /// <summary>The bits, taken as signed integers, as numbers.</summary>
    static abstract TVector ConvertBits(TVector value);
}
