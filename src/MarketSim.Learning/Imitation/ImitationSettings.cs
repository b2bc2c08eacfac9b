using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Aggregation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Imitation;

/// <summary>All settings by name, as scenarios and saved models write them.</summary>
public static class ImitationSettings
{
    public static OptionTable<ImitationOptions> Table { get; } = new("Imitation", [.. CloningFields(), .. DaggerFields(), .. InverseFields(), .. AdversarialFields()]);

    private static IEnumerable<OptionField<ImitationOptions>> CloningFields() =>
    [
        Of("learningRate", static o => OptionText.Of(o.LearningRate), static (o, text) => o with { LearningRate = OptionText.ToDouble(text) }),
        Of("batchSize", static o => OptionText.Of(o.BatchSize), static (o, text) => o with { BatchSize = OptionText.ToInt(text) }),
        Of("weightDecay", static o => OptionText.Of(o.WeightDecay), static (o, text) => o with { WeightDecay = OptionText.ToDouble(text) }),
        Of("maximumGradientNorm", static o => OptionText.Of(o.MaximumGradientNorm), static (o, text) => o with { MaximumGradientNorm = OptionText.ToDouble(text) }),
        Of("classBalance", static o => o.ClassBalance.ToString(), static (o, text) => o with { ClassBalance = OptionText.ToEnum<ClassBalance>(text) }),
        Of("heldOutShare", static o => OptionText.Of(o.HeldOutShare), static (o, text) => o with { HeldOutShare = OptionText.ToDouble(text) }),
        Of("patience", static o => OptionText.Of(o.Patience), static (o, text) => o with { Patience = OptionText.ToOptionalInt(text) }),
        Of("sequenceLength", static o => OptionText.Of(o.SequenceLength), static (o, text) => o with { SequenceLength = OptionText.ToInt(text) }),
        Of("burnIn", static o => OptionText.Of(o.BurnIn), static (o, text) => o with { BurnIn = OptionText.ToInt(text) }),
        Of("hiddenSizes", static o => OptionText.Of(o.HiddenSizes), static (o, text) => o with { HiddenSizes = OptionText.ToInts(text) }),
        Of("lstmSize", static o => OptionText.Of(o.LstmSize), static (o, text) => o with { LstmSize = OptionText.ToOptionalInt(text) }),
        Of("activation", static o => o.Activation.ToString(), static (o, text) => o with { Activation = OptionText.ToEnum<Activation>(text) }),
        Of("normalizeObservations", static o => OptionText.Of(o.NormalizeObservations), static (o, text) => o with { NormalizeObservations = OptionText.ToBool(text) }),
    ];

    private static IEnumerable<OptionField<ImitationOptions>> DaggerFields() =>
    [
        Dagger("episodesPerRound", static o => OptionText.Of(o.EpisodesPerRound), static (o, text) => o with { EpisodesPerRound = OptionText.ToInt(text) }),
        Dagger("epochsPerRound", static o => OptionText.Of(o.EpochsPerRound), static (o, text) => o with { EpochsPerRound = OptionText.ToInt(text) }),
        Dagger("expertShareDecay", static o => OptionText.Of(o.ExpertShareDecay), static (o, text) => o with { ExpertShareDecay = OptionText.ToDouble(text) }),
    ];

    private static IEnumerable<OptionField<ImitationOptions>> InverseFields() =>
    [
        Inverse("temperature", static o => OptionText.Of(o.Temperature), static (o, text) => o with { Temperature = OptionText.ToDouble(text) }),
        Inverse("reward", static o => o.Reward.ToString(), static (o, text) => o with { Reward = OptionText.ToEnum<RewardModel>(text) }),
        Inverse("rewardHiddenSizes", static o => OptionText.Of(o.HiddenSizes), static (o, text) => o with { HiddenSizes = OptionText.ToInts(text) }),
        Inverse("rewardLearningRate", static o => OptionText.Of(o.LearningRate), static (o, text) => o with { LearningRate = OptionText.ToDouble(text) }),
        Inverse("rewardWeightDecay", static o => OptionText.Of(o.WeightDecay), static (o, text) => o with { WeightDecay = OptionText.ToDouble(text) }),
        Inverse("maximumCondition", static o => OptionText.Of(o.MaximumCondition), static (o, text) => o with { MaximumCondition = OptionText.ToDouble(text) }),
    ];

    private static IEnumerable<OptionField<ImitationOptions>> AdversarialFields() =>
    [
        Adversarial("fromClone", static o => OptionText.Of(o.FromClone), static (o, text) => o with { FromClone = OptionText.ToBool(text) }),
        Adversarial("cloneEpochs", static o => OptionText.Of(o.CloneEpochs), static (o, text) => o with { CloneEpochs = OptionText.ToInt(text) }),
        Adversarial("absorbingState", static o => OptionText.Of(o.AbsorbingState), static (o, text) => o with { AbsorbingState = OptionText.ToBool(text) }),
        Adversarial("stepsPerRound", static o => OptionText.Of(o.StepsPerRound), static (o, text) => o with { StepsPerRound = OptionText.ToInt(text) }),
        Adversarial("generatorLearningRate", static o => OptionText.Of(o.GeneratorLearningRate), static (o, text) => o with { GeneratorLearningRate = OptionText.ToDouble(text) }),
        Adversarial("ratesFall", static o => OptionText.Of(o.RatesFall), static (o, text) => o with { RatesFall = OptionText.ToBool(text) }),
        Adversarial("generatorEpochs", static o => OptionText.Of(o.GeneratorEpochs), static (o, text) => o with { GeneratorEpochs = OptionText.ToInt(text) }),
        Adversarial("generatorBatchSize", static o => OptionText.Of(o.GeneratorBatchSize), static (o, text) => o with { GeneratorBatchSize = OptionText.ToInt(text) }),
        Adversarial("gamma", static o => OptionText.Of(o.Gamma), static (o, text) => o with { Gamma = OptionText.ToDouble(text) }),
        Adversarial("gaeLambda", static o => OptionText.Of(o.GaeLambda), static (o, text) => o with { GaeLambda = OptionText.ToDouble(text) }),
        Adversarial("entropyCoefficient", static o => OptionText.Of(o.EntropyCoefficient), static (o, text) => o with { EntropyCoefficient = OptionText.ToDouble(text) }),
        Adversarial("discriminatorHiddenSizes", static o => OptionText.Of(o.DiscriminatorHiddenSizes), static (o, text) => o with { DiscriminatorHiddenSizes = OptionText.ToInts(text) }),
        Adversarial("discriminatorLearningRate", static o => OptionText.Of(o.DiscriminatorLearningRate), static (o, text) => o with { DiscriminatorLearningRate = OptionText.ToDouble(text) }),
        Adversarial("discriminatorUpdates", static o => OptionText.Of(o.DiscriminatorUpdates), static (o, text) => o with { DiscriminatorUpdates = OptionText.ToInt(text) }),
        Adversarial("discriminatorBatchSize", static o => OptionText.Of(o.DiscriminatorBatchSize), static (o, text) => o with { DiscriminatorBatchSize = OptionText.ToInt(text) }),
        Adversarial("discriminatorWeightDecay", static o => OptionText.Of(o.WeightDecay), static (o, text) => o with { WeightDecay = OptionText.ToDouble(text) }),
        Adversarial("stateOnlyReward", static o => OptionText.Of(o.StateOnlyReward), static (o, text) => o with { StateOnlyReward = OptionText.ToBool(text) }),
        Adversarial("constantReward", static o => OptionText.Of(o.ConstantReward), static (o, text) => o with { ConstantReward = OptionText.ToBool(text) }),
    ];

    private static OptionField<ImitationOptions> Dagger(string name, Func<DaggerOptions, string> read, Func<DaggerOptions, string, DaggerOptions> with) =>
        Option.Text<ImitationOptions>(name, options => read(options.Dagger), (options, text) => options with { Dagger = with(options.Dagger, text) });

    private static OptionField<ImitationOptions> Inverse(string name, Func<InverseOptions, string> read, Func<InverseOptions, string, InverseOptions> with) =>
        Option.Text<ImitationOptions>(name, options => read(options.Inverse), (options, text) => options with { Inverse = with(options.Inverse, text) });

    private static OptionField<ImitationOptions> Adversarial(string name, Func<AdversarialOptions, string> read, Func<AdversarialOptions, string, AdversarialOptions> with) =>
        Option.Text<ImitationOptions>(name, options => read(options.Adversarial), (options, text) => options with { Adversarial = with(options.Adversarial, text) });

    private static OptionField<ImitationOptions> Of(string name, Func<CloningOptions, string> read, Func<CloningOptions, string, CloningOptions> with) =>
        Option.Text<ImitationOptions>(name, options => read(options.Cloning), (options, text) => options with { Cloning = with(options.Cloning, text) });
}
