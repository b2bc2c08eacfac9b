using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>The declarations of the settings by which a reward is found.</summary>
public static class InverseSettings
{
    /// <summary>The settings by name, with ranges and defaults.</summary>
    public static OptionTable<InverseOptions> Table { get; } = new(
        "Inverse learning",
        [
            Option.Number<InverseOptions>("temperature", "The expert's temperature, in units of the reward.", OptionRange.Positive, static o => o.Temperature, static (o, value) => o with { Temperature = value }),
            Option.Word<InverseOptions, RewardModel>("reward", "Whether the reward is a weighted sum of features, or a network.", static o => o.Reward, static (o, value) => o with { Reward = value }),
            Option.Sizes<InverseOptions>("hiddenSizes", "Units of the hidden layers of a network reward.", OptionRange.Count(maximum: OptionChecks.MaxUnits), static o => o.HiddenSizes, static (o, value) => o with { HiddenSizes = value }),
            Option.Number<InverseOptions>("learningRate", "Step of Adam for a network reward.", OptionRange.NonNegative, static o => o.LearningRate, static (o, value) => o with { LearningRate = value }),
            Option.Number<InverseOptions>("weightDecay", "Decoupled weight decay of a network reward.", OptionRange.NonNegative, static o => o.WeightDecay, static (o, value) => o with { WeightDecay = value }),
            Option.Number<InverseOptions>("maximumCondition", "Condition number of the Fisher information above which linear weights are refused.", OptionRange.Limit, static o => o.MaximumCondition, static (o, value) => o with { MaximumCondition = value }),
        ]);
}
