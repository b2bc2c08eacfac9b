using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Training;

/// <summary>The settings of SAC by name.</summary>
public static class SacSettings
{
    public static OptionTable<SacOptions> Table { get; } = new(
        "SAC",
        [
            new("learningRate", static o => OptionText.Of(o.LearningRate), static (o, text) => o with { LearningRate = OptionText.ToSchedule(text) }),
            new("replayCapacity", static o => OptionText.Of(o.ReplayCapacity), static (o, text) => o with { ReplayCapacity = OptionText.ToInt(text) }, IsFixed: true),
            new("learningStarts", static o => OptionText.Of(o.LearningStarts), static (o, text) => o with { LearningStarts = OptionText.ToInt(text) }),
            new("batchSize", static o => OptionText.Of(o.BatchSize), static (o, text) => o with { BatchSize = OptionText.ToInt(text) }),
            new("tau", static o => OptionText.Of(o.Tau), static (o, text) => o with { Tau = OptionText.ToDouble(text) }),
            new("gamma", static o => OptionText.Of(o.Gamma), static (o, text) => o with { Gamma = OptionText.ToDouble(text) }),
            new("stepsPerUpdate", static o => OptionText.Of(o.StepsPerUpdate), static (o, text) => o with { StepsPerUpdate = OptionText.ToInt(text) }),
            new("gradientStepsPerStep", static o => OptionText.Of(o.GradientStepsPerStep), static (o, text) => o with { GradientStepsPerStep = OptionText.ToDouble(text) }),
            new("entropyCoefficient", static o => OptionText.Of(o.EntropyCoefficient), static (o, text) => o with { EntropyCoefficient = OptionText.ToOptionalDouble(text) }),
            new(
                "initialEntropyCoefficient",
                static o => OptionText.Of(o.InitialEntropyCoefficient),
                static (o, text) => o with { InitialEntropyCoefficient = OptionText.ToDouble(text) },
                IsFixed: true),
            new(
                "maximumEntropyCoefficient",
                static o => OptionText.Of(o.MaximumEntropyCoefficient),
                static (o, text) => o with { MaximumEntropyCoefficient = OptionText.ToDouble(text) }),
            new("targetEntropy", static o => OptionText.Of(o.TargetEntropy), static (o, text) => o with { TargetEntropy = OptionText.ToOptionalDouble(text) }),
            new("hiddenSizes", static o => OptionText.Of(o.HiddenSizes), static (o, text) => o with { HiddenSizes = OptionText.ToInts(text) }, IsFixed: true),
            new("criticHiddenSizes", static o => OptionText.Of(o.CriticHiddenSizes), static (o, text) => o with { CriticHiddenSizes = OptionText.ToOptionalInts(text) }, IsFixed: true),
            new("activation", static o => o.Activation.ToString(), static (o, text) => o with { Activation = OptionText.ToEnum<Activation>(text) }, IsFixed: true),
            new(
                "stateDependentExploration",
                static o => OptionText.Of(o.StateDependentExploration),
                static (o, text) => o with { StateDependentExploration = OptionText.ToBool(text) },
                IsFixed: true),
            new("sampleFrequency", static o => OptionText.Of(o.SampleFrequency), static (o, text) => o with { SampleFrequency = OptionText.ToInt(text) }),
            new(
                "initialLogDeviation",
                static o => OptionText.Of(o.InitialLogDeviation),
                static (o, text) => o with { InitialLogDeviation = OptionText.ToDouble(text) },
                IsFixed: true),
            new("actionNoise", static o => o.ActionNoise.Kind.ToString(), static (o, text) => o with { ActionNoise = o.ActionNoise with { Kind = OptionText.ToEnum<ActionNoiseKind>(text) } }),
            new(
                "actionNoiseDeviation",
                static o => OptionText.Of(o.ActionNoise.Deviation),
                static (o, text) => o with { ActionNoise = o.ActionNoise with { Deviation = OptionText.ToDouble(text) } }),
            new(
                "actionNoiseReversion",
                static o => OptionText.Of(o.ActionNoise.Reversion),
                static (o, text) => o with { ActionNoise = o.ActionNoise with { Reversion = OptionText.ToDouble(text) } }),
            new(
                "actionNoiseTimeStep",
                static o => OptionText.Of(o.ActionNoise.TimeStep),
                static (o, text) => o with { ActionNoise = o.ActionNoise with { TimeStep = OptionText.ToDouble(text) } }),
            new("normalizeRewards", static o => OptionText.Of(o.NormalizeRewards), static (o, text) => o with { NormalizeRewards = OptionText.ToBool(text) }, IsFixed: true),
            new("maximumWeight", static o => OptionText.Of(o.MaximumWeight), static (o, text) => o with { MaximumWeight = OptionText.ToDouble(text) }),
            new("normalizeObservations", static o => OptionText.Of(o.NormalizeObservations), static (o, text) => o with { NormalizeObservations = OptionText.ToBool(text) }, IsFixed: true),
        ]);
}
