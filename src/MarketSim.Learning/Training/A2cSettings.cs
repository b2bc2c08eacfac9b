using MarketSim.Learning.Algorithms;

namespace MarketSim.Learning.Training;

/// <summary>The settings of A2C by name.</summary>
public static class A2cSettings
{
    public static OptionTable<A2cOptions> Table { get; } = new(
        "A2C",
        [
            .. ActorCriticSettings.Fields<A2cOptions>(),
            new("useRmsProp", static o => OptionText.Of(o.UseRmsProp), static (o, text) => o with { UseRmsProp = OptionText.ToBool(text) }, IsFixed: true),
            new("optimiserEpsilon", static o => OptionText.Of(o.OptimiserEpsilon), static (o, text) => o with { OptimiserEpsilon = OptionText.ToDouble(text) }),
        ]);
}
