using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Policies;

/// <summary>Continuous actions within the bounds of their box.</summary>
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
}
