using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Training;

/// <summary>A2C in a vector of environments.</summary>
public sealed class A2c : OnPolicyAlgorithm<A2c, A2cOptions>, IOnPolicyModel<A2c, A2cOptions>
{
    /// <param name="environment">Trained in from now on by this alone.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="seed">Of first weights, of episodes and of all randomness in training.</param>
    /// <param name="time">Tells the pace to callbacks; null for none.</param>
    /// <param name="engine">Gradient engine; null for the managed one. It is not part of a saved model.</param>
    public A2c(IVectorEnvironment environment, A2cOptions? options = null, ulong seed = 0, TimeProvider? time = null, IGradientEngine? engine = null)
        : this(environment, seed, options ?? new A2cOptions(), time, engine)
    {
    }

    private A2c(IVectorEnvironment environment, ulong seed, A2cOptions options, TimeProvider? time, IGradientEngine? engine)
        : base(
            environment,
            new A2cLearner(
                VectorEnvironmentGuard.RequireSpaces(environment).ObservationSpace, environment.ActionSpace, options, seed, StepsPerUpdate(options, environment), engine),
            options,
            seed,
            time)
    {
    }

    static OptionTable<A2cOptions> IOnPolicyModel<A2c, A2cOptions>.Settings => A2cSettings.Table;

    static A2cOptions IOnPolicyModel<A2c, A2cOptions>.Defaults => new();

    static A2c IOnPolicyModel<A2c, A2cOptions>.Create(IVectorEnvironment environment, A2cOptions options, ulong seed, TimeProvider? time, IGradientEngine? engine) =>
        new(environment, options, seed, time, engine);
}
