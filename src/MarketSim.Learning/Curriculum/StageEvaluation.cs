using System.Globalization;

namespace MarketSim.Learning.Curriculum;

/// <summary>The decision about a stage.</summary>
public enum StageDecision
{
    Stays,
    Advances,
    Returns,
}

/// <summary>One evaluation of a stage: made of one window of episodes, which no other evaluation uses.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Steps">Environment steps of training before it.</param>
/// <param name="Stage">That was evaluated, from 0.</param>
/// <param name="Score">Mean normalised score of the window: 0 as a random policy, 1 as the reference policy.</param>
/// <param name="Smoothed">The same over the windows of the stage.</param>
/// <param name="Bar">What has to be exceeded.</param>
/// <param name="Episodes">Of the window.</param>
/// <param name="PValue">Probability of a mean as high as this, or a higher one, were the true mean at the bar.</param>
/// <param name="Decision">About the stage.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record StageEvaluation(
    int Number, long Steps, int Stage, double Score, double Smoothed, double Bar, int Episodes, double PValue, StageDecision Decision, string Reason)
{
    /// <summary>One line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"step {Steps}: stage {Stage}, score {Score:0.000} (smoothed {Smoothed:0.000}, bar {Bar:0.000}), {Episodes} episodes, p = {PValue:0.0000}: {Reason}");
}
