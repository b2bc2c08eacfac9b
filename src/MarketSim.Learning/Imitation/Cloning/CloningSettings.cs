using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>The declarations of the settings by which a policy is fitted to demonstrations; those of the policy are PPO's.</summary>
public static class CloningSettings
{
    /// <summary>The settings by name, with ranges and defaults.</summary>
    public static OptionTable<CloningOptions> Table { get; } = new(
        "Cloning",
        [
            Option.Number<CloningOptions>("learningRate", "Step of Adam.", OptionRange.NonNegative, static o => o.LearningRate, static (o, value) => o with { LearningRate = value }),
            Option.Count<CloningOptions>("batchSize", "Steps of a minibatch.", OptionRange.Count(maximum: OptionChecks.MaxUnits), static o => o.BatchSize, static (o, value) => o with { BatchSize = value }),
            Option.Number<CloningOptions>("weightDecay", "Decoupled weight decay.", OptionRange.NonNegative, static o => o.WeightDecay, static (o, value) => o with { WeightDecay = value }),
            Option.Number<CloningOptions>("maximumGradientNorm", "Gradients of a larger norm are scaled down to it.", OptionRange.Limit, static o => o.MaximumGradientNorm, static (o, value) => o with { MaximumGradientNorm = value }),
            Option.Word<CloningOptions, ClassBalance>("classBalance", "Whether every step counts the same, or every action.", static o => o.ClassBalance, static (o, value) => o with { ClassBalance = value }),
            Option.Number<CloningOptions>("heldOutShare", "Share of the episodes that is held out.", OptionRange.PartialShare, static o => o.HeldOutShare, static (o, value) => o with { HeldOutShare = value }),
            Option.OptionalCount<CloningOptions>("patience", "Passes without a better held-out loss after which a training ends with the best weights", OptionRange.Count(), static o => o.Patience, static (o, value) => o with { Patience = value }),
            Option.Count<CloningOptions>("sequenceLength", "Steps of an LSTM's sequence that its loss is taken of.", OptionRange.Count(maximum: OptionChecks.MaxRows), static o => o.SequenceLength, static (o, value) => o with { SequenceLength = value }),
            Option.Count<CloningOptions>("burnIn", "Steps before a sequence that only bring the LSTM's state up.", OptionRange.Count(minimum: 0), static o => o.BurnIn, static (o, value) => o with { BurnIn = value }),
            Policy("hiddenSizes"),
            Policy("lstmSize"),
            Policy("activation"),
            Policy("normalizeObservations"),
        ]);

    private static OptionField<CloningOptions> Policy(string name) => PpoSettings.Table[name].For<CloningOptions>(
        static options => options.PolicyOptions(),
        static (options, policy) => options with
        {
            HiddenSizes = policy.HiddenSizes,
            LstmSize = policy.LstmSize,
            Activation = policy.Activation,
            NormalizeObservations = policy.NormalizeObservations,
        });
}
