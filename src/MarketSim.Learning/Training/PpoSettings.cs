using MarketSim.Learning.Algorithms;

namespace MarketSim.Learning.Training;

/// <summary>The settings of PPO by name.</summary>
public static class PpoSettings
{
    public static OptionTable<PpoOptions> Table { get; } = new(
        "PPO",
        [
            .. ActorCriticSettings.Fields<PpoOptions>(),
            new("batchSize", static o => OptionText.Of(o.BatchSize), static (o, text) => o with { BatchSize = OptionText.ToInt(text) }),
            new("epochs", static o => OptionText.Of(o.Epochs), static (o, text) => o with { Epochs = OptionText.ToInt(text) }),
            new("clipRange", static o => OptionText.Of(o.ClipRange), static (o, text) => o with { ClipRange = OptionText.ToSchedule(text) }),
            new("valueClipRange", static o => OptionText.Of(o.ValueClipRange), static (o, text) => o with { ValueClipRange = OptionText.ToOptionalSchedule(text) }),
            new("targetKl", static o => OptionText.Of(o.TargetKl), static (o, text) => o with { TargetKl = OptionText.ToOptionalDouble(text) }),
        ]);
}
