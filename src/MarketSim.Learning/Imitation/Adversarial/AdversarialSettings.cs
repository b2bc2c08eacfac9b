using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>The declarations of the settings of GAIL and AIRL.</summary>
public static class AdversarialSettings
{
    /// <summary>The settings by name, with ranges and defaults.</summary>
    public static OptionTable<AdversarialOptions> Table { get; } = new(
        "GAIL and AIRL",
        [
            Option.Switch<AdversarialOptions>("fromClone", "Whether the generator begins as a clone of the demonstrations.", static o => o.FromClone, static (o, value) => o with { FromClone = value }),
            Option.Count<AdversarialOptions>("cloneEpochs", "Passes through the demonstrations for that clone.", OptionRange.Count(), static o => o.CloneEpochs, static (o, value) => o with { CloneEpochs = value }),
            Option.Switch<AdversarialOptions>("absorbingState", "Whether an episode that terminates continues in an absorbing state to the length of the demonstrations.", static o => o.AbsorbingState, static (o, value) => o with { AbsorbingState = value }),
            Option.Count<AdversarialOptions>("stepsPerRound", "Steps of each environment per round.", OptionRange.Count(maximum: OptionChecks.MaxRows), static o => o.StepsPerRound, static (o, value) => o with { StepsPerRound = value }),
            Option.Number<AdversarialOptions>("generatorLearningRate", "Step of the generator's optimiser.", OptionRange.NonNegative, static o => o.GeneratorLearningRate, static (o, value) => o with { GeneratorLearningRate = value }),
            Option.Switch<AdversarialOptions>("ratesFall", "Whether the learning rates of generator and discriminator fall evenly to 0 over the training.", static o => o.RatesFall, static (o, value) => o with { RatesFall = value }),
            Option.Count<AdversarialOptions>("generatorEpochs", "How often the generator goes through the steps of a round.", OptionRange.Count(), static o => o.GeneratorEpochs, static (o, value) => o with { GeneratorEpochs = value }),
            Option.Count<AdversarialOptions>("generatorBatchSize", "Steps of a minibatch of the generator.", OptionRange.Count(maximum: OptionChecks.MaxUnits), static o => o.GeneratorBatchSize, static (o, value) => o with { GeneratorBatchSize = value }),
            Option.Number<AdversarialOptions>("gamma", "Discount of a reward one step later.", OptionRange.Share, static o => o.Gamma, static (o, value) => o with { Gamma = value }),
            Option.Number<AdversarialOptions>("gaeLambda", "Lambda of the advantages: 0 looks one step ahead, 1 to the end.", OptionRange.Share, static o => o.GaeLambda, static (o, value) => o with { GaeLambda = value }),
            Option.Number<AdversarialOptions>("entropyCoefficient", "Weight of the entropy in the loss of the generator.", OptionRange.NonNegative, static o => o.EntropyCoefficient, static (o, value) => o with { EntropyCoefficient = value }),
            Option.Sizes<AdversarialOptions>("discriminatorHiddenSizes", "Units of the hidden layers of the discriminator, and of the shaping term of AIRL.", OptionRange.Count(maximum: OptionChecks.MaxUnits), static o => o.DiscriminatorHiddenSizes, static (o, value) => o with { DiscriminatorHiddenSizes = value }),
            Option.Number<AdversarialOptions>("discriminatorLearningRate", "Step of Adam for the discriminator.", OptionRange.NonNegative, static o => o.DiscriminatorLearningRate, static (o, value) => o with { DiscriminatorLearningRate = value }),
            Option.Count<AdversarialOptions>("discriminatorUpdates", "Minibatches, half expert and half generator, in a round.", OptionRange.Count(), static o => o.DiscriminatorUpdates, static (o, value) => o with { DiscriminatorUpdates = value }),
            Option.Count<AdversarialOptions>("discriminatorBatchSize", "Steps of a minibatch, of expert and generator each.", OptionRange.Count(maximum: OptionChecks.MaxUnits), static o => o.DiscriminatorBatchSize, static (o, value) => o with { DiscriminatorBatchSize = value }),
            Option.Number<AdversarialOptions>("weightDecay", "Decoupled weight decay of the discriminator.", OptionRange.NonNegative, static o => o.WeightDecay, static (o, value) => o with { WeightDecay = value }),
            Option.Switch<AdversarialOptions>("mixup", "Whether the discriminator learns from mixtures of an expert's and a generator's step.", static o => o.Mixup, static (o, value) => o with { Mixup = value }),
            Option.Switch<AdversarialOptions>("stateOnlyReward", "Whether AIRL's reward is a function of the state alone.", static o => o.StateOnlyReward, static (o, value) => o with { StateOnlyReward = value }),
            Option.Switch<AdversarialOptions>("constantReward", "For comparisons: pays the generator 1 a step, whatever the discriminator finds.", static o => o.ConstantReward, static (o, value) => o with { ConstantReward = value }),
        ]);
}
