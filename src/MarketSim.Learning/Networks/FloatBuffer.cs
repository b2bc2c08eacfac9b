namespace MarketSim.Learning.Networks;

/// <summary>An array that grows when it must and is used again otherwise, so that steps of one size allocate nothing.</summary>
internal struct FloatBuffer
{
    private float[]? _array;

    /// <summary>A span of a number of floats; earlier contents remain only when the array did not have to grow.</summary>
    public Span<float> Take(int length)
    {
        if (_array is null || _array.Length < length)
        {
            _array = GC.AllocateUninitializedArray<float>(Math.Max(length, (_array?.Length ?? 0) * 2));
        }

        return _array.AsSpan(0, length);
    }

    /// <summary>The elements that have been taken, or the first of them.</summary>
    public readonly Span<float> Taken(int length) => _array.AsSpan(0, length);
}
