using System.Globalization;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Methods;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Imitation;

/// <summary>The progress of a training of imitation learning.</summary>
/// <param name="Epochs">Done.</param>
/// <param name="TotalEpochs">Epochs when it is done; it may end before.</param>
/// <param name="Last">The epoch done last.</param>
public readonly record struct ImitationProgress(int Epochs, int TotalEpochs, ImitationEpoch Last);

/// <summary>The results of a training.</summary>
/// <param name="IsDone">True when it ended because further epochs would change nothing.</param>
/// <param name="Fit">To held-out episodes; null for a method without.</param>
/// <param name="Warnings">Caveats for the user.</param>
public sealed record ImitationResult(string Method, bool IsDone, IReadOnlyList<ImitationEpoch> Epochs, CloneFit? Fit, IReadOnlyList<string> Warnings)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Method}: {Epochs.Count} epochs{(IsDone ? " (ended early)" : string.Empty)}");
        text += Epochs.Count > 0 ? $"; {Epochs[^1]}" : string.Empty;
        text += Fit is null ? string.Empty : $"; held out: {Fit}";
        return Warnings.Aggregate(text, static (lines, warning) => $"{lines}\nwarning: {warning}");
    }
}

/// <summary>The return of an imitator beside its expert and a random policy, in the same kind of episodes.</summary>
/// <param name="Returns">Of the imitator's episodes.</param>
/// <param name="ExpertReturns">Of the demonstrations; empty where their rewards are not known.</param>
/// <param name="RandomReturns">Of actions drawn uniformly, in the imitator's episodes.</param>
public sealed record ImitationEvaluation(IReadOnlyList<double> Returns, IReadOnlyList<double> ExpertReturns, IReadOnlyList<double> RandomReturns)
{
    /// <summary>Mean of the returns.</summary>
    public double MeanReturn => Returns.Average();

    /// <summary>95 % confidence interval of the mean return.</summary>
    public ConfidenceInterval Interval => ConfidenceInterval.OfMean([.. Returns]);

    /// <summary>NaN where the expert's rewards are not known.</summary>
    public double ExpertMean => ExpertReturns.Count == 0 ? double.NaN : ExpertReturns.Average();

    /// <summary>Mean return of uniformly drawn actions.</summary>
    public double RandomMean => RandomReturns.Average();

    /// <summary>(J - J_random) / (J_expert - J_random): 0 for random actions, 1 for the expert; NaN where the expert's rewards are not known.</summary>
    public double NormalizedScore => (MeanReturn - RandomMean) / (ExpertMean - RandomMean);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"return {MeanReturn:0.##} [{Interval.Lower:0.##}, {Interval.Upper:0.##}] over {Returns.Count} episodes; expert {ExpertMean:0.##}, random {RandomMean:0.##}; normalised score {NormalizedScore:0.000}");
}
