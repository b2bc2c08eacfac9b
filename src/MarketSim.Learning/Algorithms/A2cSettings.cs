using MarketSim.Learning.Options;

namespace MarketSim.Learning.Algorithms;

/// <summary>The declarations of A2C's settings.</summary>
public static class A2cSettings
{
    /// <summary>The settings by name, with ranges and defaults.</summary>
    public static OptionTable<A2cOptions> Table { get; } = new(
        "A2C",
        [
            .. ActorCriticSettings.Fields<A2cOptions>(),
            Option.Switch<A2cOptions>("useRmsProp", "Whether the optimiser is RMSprop as in the paper rather than Adam.", static o => o.UseRmsProp, static (o, value) => o with { UseRmsProp = value }) with { IsFixed = true },
            Option.Number<A2cOptions>("optimiserEpsilon", "Epsilon of the optimiser.", OptionRange.Positive, static o => o.OptimiserEpsilon, static (o, value) => o with { OptimiserEpsilon = value }),
        ]);
}
