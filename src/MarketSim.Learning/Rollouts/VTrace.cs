using MarketSim.Numerics.Functions;

namespace MarketSim.Learning.Rollouts;

/// <summary>
/// V-trace (Espeholt et al. 2018, IMPALA, arXiv:1802.01561, equation 1 and section 4.2): values and advantages of steps that older weights took.
/// </summary>
public static class VTrace
{
    /// <summary>Estimates the steps of one segment, which lies within one episode.</summary>
    /// <param name="segment">With values by the present weights.</param>
    /// <param name="logRatios">Shape [T]; logarithm of the present policy's probability of the action less that of the policy that acted.</param>
    /// <param name="lambda">Mixes one step (0) and the whole segment (1, the paper's); at ratios of 1 the advantages are the generalised ones.</param>
    /// <param name="clips">Upper bounds of importance ratios.</param>
    /// <param name="advantages">Shape [T]; receives what weighs the gradient of the log-probability, the ratio included.</param>
    /// <param name="returns">Shape [T]; receives v(s), what the value function is to learn.</param>
    public static void Estimate(
        in ValuedSegment segment,
        ReadOnlySpan<float> logRatios,
        double lambda,
        VTraceClips clips,
        Span<float> advantages,
        Span<float> returns)
    {
        ReadOnlySpan<float> rewards = segment.Rewards;
        ReadOnlySpan<float> values = segment.Values;
        SegmentShape.Check(rewards, values, advantages, returns);
        ArgumentOutOfRangeException.ThrowIfNotEqual(logRatios.Length, rewards.Length, nameof(logRatios));
        double correction = 0;
        double nextValue = segment.BootstrapValue;
        double nextTarget = segment.BootstrapValue;
        for (int t = rewards.Length - 1; t >= 0; t--)
        {
            double discount = segment.DiscountAfter(t);
            double ratio = Elementary.Exp(logRatios[t]);
            double delta = Math.Min(ratio, clips.Rho) * (rewards[t] + (discount * nextValue) - values[t]);
            correction = delta + (discount * lambda * Math.Min(ratio, clips.Trace) * correction);
            double ahead = (lambda * nextTarget) + ((1 - lambda) * nextValue);
            advantages[t] = (float)(Math.Min(ratio, clips.Advantage) * (rewards[t] + (discount * ahead) - values[t]));
            nextTarget = values[t] + correction;
            returns[t] = (float)nextTarget;
            nextValue = values[t];
        }
    }
}

/// <summary>The limits at which V-trace clips importance ratios.</summary>
/// <param name="Rho">Of temporal differences: decides whose value function is learned.</param>
/// <param name="Trace">Of the trace (c in the paper): decides how fast.</param>
/// <param name="Advantage">Of the policy gradient.</param>
public readonly record struct VTraceClips(double Rho, double Trace, double Advantage)
{
    /// <summary>All at 1, as in the paper's experiments.</summary>
    public static VTraceClips Standard { get; } = new(1, 1, 1);
}
