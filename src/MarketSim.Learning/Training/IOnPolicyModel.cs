using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Training;

/// <summary>The part of an on-policy algorithm that its common base calls to make a model.</summary>
public interface IOnPolicyModel<TModel, TOptions>
{
    /// <summary>The settings by name, with ranges and defaults.</summary>
    static abstract OptionTable<TOptions> Settings { get; }

    /// <summary>Options with every default.</summary>
    static abstract TOptions Defaults { get; }

    /// <summary>Makes a model with first weights.</summary>
    static abstract TModel Create(IVectorEnvironment environment, TOptions options, ulong seed, TimeProvider? time, IGradientEngine? engine);
}
