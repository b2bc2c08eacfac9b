using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Policies;

/// <summary>Continuous actions and the bounds of their box.</summary>
internal static class ActionBounds
{
    /// <summary>Refuses noise that depends on the state where actions are not continuous.</summary>
    /// <param name="name">The setting that asks for it.</param>
    public static void RequireContinuous(bool isStateDependent, Space actionSpace, string name)
    {
        if (isStateDependent && actionSpace is not BoxSpace)
        {
            throw new ArgumentException($"{name} is for continuous actions; those here are a {actionSpace.GetType().Name}. Leave it out.", name);
        }
    }

    public static void Clip(BoxSpace box, Span<float> action)
    {
        ReadOnlySpan<float> low = box.Low;
        ReadOnlySpan<float> high = box.High;
        for (int i = 0; i < action.Length; i++)
        {
            action[i] = Math.Clamp(action[i], low[i], high[i]);
        }
    }

    /// <summary>Scales an action from [-1, 1] to the bounds, in place.</summary>
    public static void FromUnit(BoxSpace box, Span<float> action)
    {
        ReadOnlySpan<float> low = box.Low;
        ReadOnlySpan<float> high = box.High;
        for (int i = 0; i < action.Length; i++)
        {
            action[i] = Math.Clamp(float.FusedMultiplyAdd((action[i] + 1) * 0.5f, high[i] - low[i], low[i]), low[i], high[i]);
        }
    }

    /// <summary>Scales an action from the bounds to [-1, 1].</summary>
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
