using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Aggregation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Imitation;

/// <summary>All settings by name, as scenarios and saved models write them.</summary>
public static class ImitationSettings
{
    /// <summary>The settings by name, with ranges and defaults.</summary>
    public static OptionTable<ImitationOptions> Table { get; } = new(
        "Imitation",
        [
            .. CloningSettings.Table.Fields.Select(static field => field.For<ImitationOptions>(static o => o.Cloning, static (o, part) => o with { Cloning = part })),
            .. DaggerSettings.Table.Fields.Select(static field => field.For<ImitationOptions>(static o => o.Dagger, static (o, part) => o with { Dagger = part })),
            .. InverseSettings.Table.Fields.Select(static field => field.For<ImitationOptions>(static o => o.Inverse, static (o, part) => o with { Inverse = part }, InverseNameOf(field.Name))),
            .. AdversarialSettings.Table.Fields.Select(static field => field.For<ImitationOptions>(
                static o => o.Adversarial, static (o, part) => o with { Adversarial = part }, field.Name == "weightDecay" ? "discriminatorWeightDecay" : field.Name)),
        ]);

    // Cloning has settings of the same names.
    private static string InverseNameOf(string name) => name switch
    {
        "hiddenSizes" => "rewardHiddenSizes",
        "learningRate" => "rewardLearningRate",
        "weightDecay" => "rewardWeightDecay",
        _ => name,
    };
}
