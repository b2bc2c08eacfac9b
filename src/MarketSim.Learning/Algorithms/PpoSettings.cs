using MarketSim.Learning.Options;

namespace MarketSim.Learning.Algorithms;

/// <summary>The declarations of PPO's settings.</summary>
public static class PpoSettings
{
    /// <summary>The settings by name, with ranges and defaults.</summary>
    public static OptionTable<PpoOptions> Table { get; } = new(
        "PPO",
        [
            .. ActorCriticSettings.Fields<PpoOptions>(),
            Option.Count<PpoOptions>("batchSize", "Steps of a minibatch.", OptionRange.Count(), static o => o.BatchSize, static (o, value) => o with { BatchSize = value }),
            Option.Count<PpoOptions>("epochs", "How often the steps of an update are gone through.", OptionRange.Count(), static o => o.Epochs, static (o, value) => o with { Epochs = value }),
            Option.Scheduled<PpoOptions>("clipRange", "The ratio of probabilities is clipped to 1 plus or minus this.", OptionRange.NonNegative, static o => o.ClipRange, static (o, value) => o with { ClipRange = value }),
            Option.OptionalScheduled<PpoOptions>("valueClipRange", "How far a value may move from what it was when its step was taken, where it matters for the loss", OptionRange.NonNegative, static o => o.ValueClipRange, static (o, value) => o with { ValueClipRange = value }),
            Option.OptionalNumber<PpoOptions>("targetKl", "An update ends early when the policy has moved by more than 1.5 times this divergence", OptionRange.Positive, static o => o.TargetKl, static (o, value) => o with { TargetKl = value }),
        ]);
}
