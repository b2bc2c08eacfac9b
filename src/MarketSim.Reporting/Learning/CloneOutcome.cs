using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>The fit of a policy that clones an expert to held-out episodes at the end of a run.</summary>
/// <param name="Demonstrations">Episodes received.</param>
/// <param name="Steps">Of all of them.</param>
/// <param name="HeldOutLoss">NaN where nothing was held out.</param>
/// <param name="MacroF1">Of discrete actions; NaN otherwise.</param>
/// <param name="MajorityMacroF1">Of always taking the expert's most frequent action.</param>
/// <param name="Accuracy">Of discrete actions; NaN otherwise.</param>
/// <param name="ExplainedShare">Of continuous actions; NaN otherwise.</param>
public sealed record CloneOutcome(
    string Policy, long Demonstrations, long Steps, double HeldOutLoss, double MacroF1, double MajorityMacroF1, double Accuracy, double ExplainedShare)
{
    /// <summary>Empty for a run without clones.</summary>
    public static IReadOnlyList<CloneOutcome> Read(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!LearningFile.Exists(folder.FullPath))
        {
            return [];
        }

        LearningSamples samples = LearningFile.Read(folder.FullPath);
        double Last(string policy, string name) => samples.Find(policy, name) is { } series ? series.Values[^1] : double.NaN;
        return
        [
            .. samples.Policies.Where(policy => samples.Find(policy, "train/demonstrations") is not null).Select(policy => new CloneOutcome(
                policy,
                (long)Last(policy, "train/demonstrations"),
                (long)Last(policy, "train/demonstration_steps"),
                Last(policy, "train/held_out_loss"),
                Last(policy, "train/held_out_macro_f1"),
                Last(policy, "train/held_out_majority_f1"),
                Last(policy, "train/held_out_accuracy"),
                Last(policy, "train/held_out_explained"))),
        ];
    }
}
