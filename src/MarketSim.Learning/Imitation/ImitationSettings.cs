using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Imitation;

/// <summary>All settings by name, as scenarios and saved models write them.</summary>
public static class ImitationSettings
{
    public static OptionTable<ImitationOptions> Table { get; } = new("Imitation", [.. CloningFields()]);

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

    private static OptionField<ImitationOptions> Of(string name, Func<CloningOptions, string> read, Func<CloningOptions, string, CloningOptions> with) =>
        new(name, options => read(options.Cloning), (options, text) => options with { Cloning = with(options.Cloning, text) });
}
