using MarketSim.Learning.Networks;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Algorithms;

/// <summary>The declarations of SAC's settings.</summary>
public static class SacSettings
{
    private static readonly OptionRange Units = OptionRange.Count(maximum: OptionChecks.MaxUnits);

    /// <summary>The settings by name, with ranges and defaults.</summary>
    public static OptionTable<SacOptions> Table { get; } = new(
        "SAC",
        [
            Option.Scheduled<SacOptions>("learningRate", "Step of the optimiser.", OptionRange.NonNegative, static o => o.LearningRate, static (o, value) => o with { LearningRate = value }),
            Option.Count<SacOptions>("replayCapacity", "Steps that are kept.", OptionRange.Count(), static o => o.ReplayCapacity, static (o, value) => o with { ReplayCapacity = value }) with { IsFixed = true },
            Option.Count<SacOptions>("learningStarts", "Steps before anything is learned.", OptionRange.Count(minimum: 0), static o => o.LearningStarts, static (o, value) => o with { LearningStarts = value }),
            Option.Count<SacOptions>("batchSize", "Steps of a gradient step.", Units, static o => o.BatchSize, static (o, value) => o with { BatchSize = value }),
            Option.Number<SacOptions>("tau", "Share of the way that target networks go with each gradient step.", OptionRange.Share, static o => o.Tau, static (o, value) => o with { Tau = value }),
            Option.Number<SacOptions>("gamma", "Discount of a reward one decision later.", OptionRange.Share, static o => o.Gamma, static (o, value) => o with { Gamma = value }),
            Option.Count<SacOptions>("stepsPerUpdate", "Environment steps between updates, of all environments together.", OptionRange.Count(), static o => o.StepsPerUpdate, static (o, value) => o with { StepsPerUpdate = value }),
            Option.Number<SacOptions>("gradientStepsPerStep", "Gradient steps for every step of an agent.", OptionRange.NonNegative, static o => o.GradientStepsPerStep, static (o, value) => o with { GradientStepsPerStep = value }),
            Option.OptionalNumber<SacOptions>("entropyCoefficient", "Weight of the entropy, where it is not learned", OptionRange.NonNegative, static o => o.EntropyCoefficient, static (o, value) => o with { EntropyCoefficient = value }),
            Option.Number<SacOptions>("initialEntropyCoefficient", "What a learned weight of the entropy starts from.", OptionRange.Positive, static o => o.InitialEntropyCoefficient, static (o, value) => o with { InitialEntropyCoefficient = value }) with { IsFixed = true },
            Option.Number<SacOptions>("maximumEntropyCoefficient", "A learned weight of the entropy stays at or below this.", OptionRange.Limit, static o => o.MaximumEntropyCoefficient, static (o, value) => o with { MaximumEntropyCoefficient = value }),
            Option.OptionalNumber<SacOptions>("targetEntropy", "Entropy that the learned weight aims at", OptionRange.Finite, static o => o.TargetEntropy, static (o, value) => o with { TargetEntropy = value }),
            Option.Sizes<SacOptions>("hiddenSizes", "Units of the hidden layers of actor and critic.", Units, static o => o.HiddenSizes, static (o, value) => o with { HiddenSizes = value }) with { IsFixed = true },
            Option.OptionalSizes<SacOptions>("criticHiddenSizes", "Units of the critics' hidden layers, where they differ from the actor's.", Units, static o => o.CriticHiddenSizes, static (o, value) => o with { CriticHiddenSizes = value }) with { IsFixed = true },
            Option.Word<SacOptions, Activation>("activation", "What follows each hidden layer.", static o => o.Activation, static (o, value) => o with { Activation = value }) with { IsFixed = true },
            Option.Switch<SacOptions>("stateDependentExploration", "Whether the noise of continuous actions depends on the state and is drawn again only now and then (gSDE).", static o => o.StateDependentExploration, static (o, value) => o with { StateDependentExploration = value }) with { IsFixed = true },
            Option.Count<SacOptions>("sampleFrequency", "With stateDependentExploration, decisions between two draws of the noise.", OptionRange.Count(), static o => o.SampleFrequency, static (o, value) => o with { SampleFrequency = value }),
            Option.Number<SacOptions>("initialLogDeviation", "With stateDependentExploration, logarithm of the first deviation of each element of the noise.", OptionRange.Finite, static o => o.InitialLogDeviation, static (o, value) => o with { InitialLogDeviation = value }) with { IsFixed = true },
            Option.Word<SacOptions, ActionNoiseKind>("actionNoise", "Noise that is added to continuous actions while they are explored with.", static o => o.ActionNoise.Kind, static (o, value) => o with { ActionNoise = o.ActionNoise with { Kind = value } }),
            Option.Number<SacOptions>("actionNoiseDeviation", "Deviation of action noise, of actions scaled to -1 to 1.", OptionRange.NonNegative, static o => o.ActionNoise.Deviation, static (o, value) => o with { ActionNoise = o.ActionNoise with { Deviation = value } }),
            Option.Number<SacOptions>("actionNoiseReversion", "Of Ornstein-Uhlenbeck noise: share of the way back to zero in a unit of time.", OptionRange.NonNegative, static o => o.ActionNoise.Reversion, static (o, value) => o with { ActionNoise = o.ActionNoise with { Reversion = value } }),
            Option.Number<SacOptions>("actionNoiseTimeStep", "Of Ornstein-Uhlenbeck noise: units of time in a step.", OptionRange.Positive, static o => o.ActionNoise.TimeStep, static (o, value) => o with { ActionNoise = o.ActionNoise with { TimeStep = value } }),
            Option.Switch<SacOptions>("normalizeRewards", "Whether rewards are divided by the running deviation of the discounted return.", static o => o.NormalizeRewards, static (o, value) => o with { NormalizeRewards = value }) with { IsFixed = true },
            Option.Number<SacOptions>("maximumWeight", "A learner of which a weight becomes larger has diverged and is stopped.", OptionRange.Limit, static o => o.MaximumWeight, static (o, value) => o with { MaximumWeight = value }),
            Option.Switch<SacOptions>("normalizeObservations", "Whether observations are brought to mean 0 and deviation 1 by running moments.", static o => o.NormalizeObservations, static (o, value) => o with { NormalizeObservations = value }) with { IsFixed = true },
        ]);
}
