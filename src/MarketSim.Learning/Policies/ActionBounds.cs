using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Policies;

/// <summary>Continuous actions and the bounds of their box.</summary>
internal static class ActionBounds
{
    public static void Clip(BoxSpace box, Span<float> action)
    {
        ReadOnlySpan<float> low = box.Low;
        ReadOnlySpan<float> high = box.High;
        for (int i = 0; i < action.Length; i++)
        {
            action[i] = Math.Clamp(action[i], low[i], high[i]);
        }
    }

    /// <summary>From -1 to 1 to within the bounds, in place.</summary>
    public static void FromUnit(BoxSpace box, Span<float> action)
    {
        ReadOnlySpan<float> low = box.Low;
        ReadOnlySpan<float> high = box.High;
        for (int i = 0; i < action.Length; i++)
        {
            action[i] = Math.Clamp(float.FusedMultiplyAdd((action[i] + 1) * 0.5f, high[i] - low[i], low[i]), low[i], high[i]);
        }
    }

    /// <summary>From within the bounds to -1 to 1.</summary>
    public static void ToUnit(BoxSpace box, ReadOnlySpan<float> action, Span<float> unit)
    {
        ReadOnlySpan<float> low = box.Low;
        ReadOnlySpan<float> high = box.High;
        for (int i = 0; i < action.Length; i++)
        {
            unit[i] = Math.Clamp((2 * (action[i] - low[i]) / (high[i] - low[i])) - 1, -1, 1);
        }
    }
}
