using System.Globalization;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>The fit of a clone to demonstrations.</summary>
/// <param name="Loss">
/// Of discrete actions the mean cross-entropy, nats; of continuous ones half the mean squared error over the variance of the expert's actions.
/// </param>
/// <param name="Confusion">By element of a discrete action; empty for continuous ones.</param>
/// <param name="ExplainedShare">By element of a continuous action: 1 less the squared error over the variance; empty for discrete ones.</param>
/// <param name="ExpertActions">Shape [steps, action size]: what the expert did.</param>
/// <param name="CloneActions">Shape [steps, action size]: what the clone would do there.</param>
public sealed record CloneFit(
    double Loss, IReadOnlyList<ConfusionMatrix> Confusion, IReadOnlyList<double> ExplainedShare, IReadOnlyList<float> ExpertActions, IReadOnlyList<float> CloneActions)
{
    /// <inheritdoc/>
    public override string ToString() => Confusion.Count > 0
        ? string.Create(CultureInfo.InvariantCulture, $"loss {Loss:0.0000}, {string.Join("; ", Confusion)}")
        : string.Create(CultureInfo.InvariantCulture, $"loss {Loss:0.0000}, explained {string.Join(", ", ExplainedShare.Select(static share => share.ToString("0.000", CultureInfo.InvariantCulture)))}");
}

/// <summary>One pass through the demonstrations.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">Mean over the epoch, as <see cref="CloneFit.Loss"/> but with class weights.</param>
/// <param name="HeldOutLoss">After it; null where nothing is held out.</param>
/// <param name="HeldOutScore">Macro-F1, or the explained share, of held-out steps; null where nothing is held out.</param>
public sealed record CloningEpoch(int Epoch, double TrainingLoss, double? HeldOutLoss, double? HeldOutScore);
