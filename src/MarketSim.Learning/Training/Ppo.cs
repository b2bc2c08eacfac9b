using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Training;

/// <summary>PPO in a vector of environments.</summary>
public sealed class Ppo : OnPolicyAlgorithm<Ppo, PpoOptions>, IOnPolicyModel<Ppo, PpoOptions>
{
    /// <param name="environment">Trained in from now on by this alone.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="seed">Of first weights, of episodes and of all randomness in training.</param>
    /// <param name="time">Tells the pace to callbacks; null for none.</param>
    /// <param name="engine">Gradient engine; null for the managed one. It is not part of a saved model.</param>
    public Ppo(IVectorEnvironment environment, PpoOptions? options = null, ulong seed = 0, TimeProvider? time = null, IGradientEngine? engine = null)
        : this(environment, seed, options ?? new PpoOptions(), time, engine)
    {
    }

    private Ppo(IVectorEnvironment environment, ulong seed, PpoOptions options, TimeProvider? time, IGradientEngine? engine)
        : base(
            environment,
            new PpoLearner(
                VectorEnvironmentGuard.RequireSpaces(environment).ObservationSpace, environment.ActionSpace, options, seed, StepsPerUpdate(options, environment), engine),
            options,
            seed,
            time)
    {
    }

    static OptionTable<PpoOptions> IOnPolicyModel<Ppo, PpoOptions>.Settings => PpoSettings.Table;

    static PpoOptions IOnPolicyModel<Ppo, PpoOptions>.Defaults => new();

    static Ppo IOnPolicyModel<Ppo, PpoOptions>.Create(IVectorEnvironment environment, PpoOptions options, ulong seed, TimeProvider? time, IGradientEngine? engine) =>
        new(environment, options, seed, time, engine);
}
