using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Training;

/// <summary>The settings that PPO and A2C have in common, by name.</summary>
internal static class ActorCriticSettings
{
    public static IReadOnlyList<OptionField<T>> Fields<T>()
        where T : ActorCriticOptions =>
    [
        new("learningRate", static o => OptionText.Of(o.LearningRate), static (o, text) => (T)(o with { LearningRate = OptionText.ToSchedule(text) })),
        new("stepsPerRollout", static o => OptionText.Of(o.StepsPerRollout), static (o, text) => (T)(o with { StepsPerRollout = OptionText.ToInt(text) })),
        new("gamma", static o => OptionText.Of(o.Gamma), static (o, text) => (T)(o with { Gamma = OptionText.ToDouble(text) })),
        new("gaeLambda", static o => OptionText.Of(o.GaeLambda), static (o, text) => (T)(o with { GaeLambda = OptionText.ToDouble(text) })),
        new("entropyCoefficient", static o => OptionText.Of(o.EntropyCoefficient), static (o, text) => (T)(o with { EntropyCoefficient = OptionText.ToDouble(text) })),
        new("valueCoefficient", static o => OptionText.Of(o.ValueCoefficient), static (o, text) => (T)(o with { ValueCoefficient = OptionText.ToDouble(text) })),
        new("maximumGradientNorm", static o => OptionText.Of(o.MaximumGradientNorm), static (o, text) => (T)(o with { MaximumGradientNorm = OptionText.ToDouble(text) })),
        new("maximumWeight", static o => OptionText.Of(o.MaximumWeight), static (o, text) => (T)(o with { MaximumWeight = OptionText.ToDouble(text) })),
        new("normalizeAdvantages", static o => OptionText.Of(o.NormalizeAdvantages), static (o, text) => (T)(o with { NormalizeAdvantages = OptionText.ToBool(text) })),
        new("normalizeObservations", static o => OptionText.Of(o.NormalizeObservations), static (o, text) => (T)(o with { NormalizeObservations = OptionText.ToBool(text) }), IsFixed: true),
        new("normalizeRewards", static o => OptionText.Of(o.NormalizeRewards), static (o, text) => (T)(o with { NormalizeRewards = OptionText.ToBool(text) }), IsFixed: true),
        new("hiddenSizes", static o => OptionText.Of(o.HiddenSizes), static (o, text) => (T)(o with { HiddenSizes = OptionText.ToInts(text) }), IsFixed: true),
        new("valueHiddenSizes", static o => OptionText.Of(o.ValueHiddenSizes), static (o, text) => (T)(o with { ValueHiddenSizes = OptionText.ToOptionalInts(text) }), IsFixed: true),
        new("activation", static o => o.Activation.ToString(), static (o, text) => (T)(o with { Activation = OptionText.ToEnum<Activation>(text) }), IsFixed: true),
        new("orthogonalWeights", static o => OptionText.Of(o.OrthogonalWeights), static (o, text) => (T)(o with { OrthogonalWeights = OptionText.ToBool(text) }), IsFixed: true),
        new("lstmSize", static o => OptionText.Of(o.LstmSize), static (o, text) => (T)(o with { LstmSize = OptionText.ToOptionalInt(text) }), IsFixed: true),
        new("stateDependentExploration", static o => OptionText.Of(o.StateDependentExploration), static (o, text) => (T)(o with { StateDependentExploration = OptionText.ToBool(text) }), IsFixed: true),
        new("sampleFrequency", static o => OptionText.Of(o.SampleFrequency), static (o, text) => (T)(o with { SampleFrequency = OptionText.ToInt(text) })),
        new("initialLogDeviation", static o => OptionText.Of(o.InitialLogDeviation), static (o, text) => (T)(o with { InitialLogDeviation = OptionText.ToDouble(text) }), IsFixed: true),
        new("vTrace", static o => OptionText.Of(o.VTrace), static (o, text) => (T)(o with { VTrace = OptionText.ToBool(text) })),
        new("maximumPolicyLag", static o => OptionText.Of(o.MaximumPolicyLag), static (o, text) => (T)(o with { MaximumPolicyLag = OptionText.ToOptionalInt(text) })),
    ];
}
