using System.Globalization;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>The match between the expert's features and those of the policy of a found reward, per step of episodes as long as the expert's.</summary>
/// <param name="Expert">By feature: mean over the expert's steps.</param>
/// <param name="Policy">By feature: expected under the policy, from the expert's first states on.</param>
/// <param name="SplitHalfError">By feature: root mean square distance between two random halves of the expert's episodes.</param>
public sealed record FeatureMatch(IReadOnlyList<string> Names, IReadOnlyList<double> Expert, IReadOnlyList<double> Policy, IReadOnlyList<double> SplitHalfError)
{
    /// <summary>Largest distance between expert and policy, in split-half errors.</summary>
    public double Worst => Enumerable.Range(0, Expert.Count).Max(k => Math.Abs(Expert[k] - Policy[k]) / Math.Max(SplitHalfError[k], 1e-12));

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        '\n',
        Names.Select((name, k) => string.Create(CultureInfo.InvariantCulture, $"{name,-20} expert {Expert[k]:0.0000}, policy {Policy[k]:0.0000}, split-half {SplitHalfError[k]:0.0000}")));
}
