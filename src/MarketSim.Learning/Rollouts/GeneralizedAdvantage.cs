namespace MarketSim.Learning.Rollouts;

/// <summary>Generalised advantage estimates (Schulman et al. 2016, arXiv:1506.02438).</summary>
public static class GeneralizedAdvantage
{
    /// <summary>Estimates the steps of one segment, which lies within one episode.</summary>
    /// <param name="rewards">Shape [T]; one per step.</param>
    /// <param name="values">Shape [T]; of the state before each step.</param>
    /// <param name="bootstrapValue">Value of the state after the last step; 0 when it was terminal, not when it was cut off.</param>
    /// <param name="gamma">Discount per step, 0 to 1.</param>
    /// <param name="gaeLambda">0 looks one step ahead, 1 to the end of the segment.</param>
    /// <param name="advantages">Shape [T]; receives the estimates.</param>
    /// <param name="returns">Shape [T]; receives advantage plus value, what the value function is to learn.</param>
    public static void Estimate(
        ReadOnlySpan<float> rewards,
        ReadOnlySpan<float> values,
        float bootstrapValue,
        double gamma,
        double gaeLambda,
        Span<float> advantages,
        Span<float> returns) =>
        Estimate(new ValuedSegment(rewards, values, bootstrapValue, gamma), gaeLambda, advantages, returns);

    /// <inheritdoc cref="Estimate(ReadOnlySpan{float}, ReadOnlySpan{float}, float, double, double, Span{float}, Span{float})"/>
    public static void Estimate(in ValuedSegment segment, double gaeLambda, Span<float> advantages, Span<float> returns)
    {
        ReadOnlySpan<float> rewards = segment.Rewards;
        ReadOnlySpan<float> values = segment.Values;
        SegmentShape.Check(rewards, values, advantages, returns);
        double advantage = 0;
        double nextValue = segment.BootstrapValue;
        for (int t = rewards.Length - 1; t >= 0; t--)
        {
            double discount = segment.DiscountAfter(t);
            double delta = rewards[t] + (discount * nextValue) - values[t];
            advantage = delta + (discount * gaeLambda * advantage);
            advantages[t] = (float)advantage;
            returns[t] = (float)(advantage + values[t]);
            nextValue = values[t];
        }
    }
}
