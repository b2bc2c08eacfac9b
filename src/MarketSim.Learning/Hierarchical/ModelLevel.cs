using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Hierarchical;

/// <summary>The algorithm of one level of a hierarchy with its settings: makes learners and policies of it.</summary>
internal sealed class ModelLevel
{
    private readonly ActorCriticOptions? _onPolicy;
    private readonly SacOptions? _sac;

    /// <param name="name">PPO, A2C or SAC.</param>
    /// <exception cref="ArgumentException">There is no such algorithm or setting, or a value is not allowed.</exception>
    public ModelLevel(string name, IEnumerable<KeyValuePair<string, object>> parameters)
    {
        Name = LearnerFactory.Canonical(name);
        switch (Name)
        {
            case "PPO":
                _onPolicy = PpoSettings.Table.Apply(new PpoOptions(), parameters);
                break;
            case "A2C":
                _onPolicy = A2cSettings.Table.Apply(new A2cOptions(), parameters);
                break;
            default:
                _sac = SacSettings.Table.Apply(new SacOptions(), parameters);
                break;
        }

        _onPolicy?.Validate();
        _sac?.Validate();
        if (_sac is { } sac && sac.ActionNoise.Kind != ActionNoiseKind.None)
        {
            throw new ArgumentException("actionNoise is a setting of flat SAC; a level of a hierarchy explores by its entropy. Leave it out, or set stateDependentExploration.", nameof(parameters));
        }
    }

    public string Name { get; }

    /// <summary>True when it learns only from steps of its present weights, one rollout at a time.</summary>
    public bool IsOnPolicy => _onPolicy is not null;

    /// <summary>Discount per step of the environment.</summary>
    public double Gamma => _onPolicy?.Gamma ?? _sac!.Gamma;

    /// <summary>Steps of each environment between two updates.</summary>
    public int StepsPerUpdate => _onPolicy?.StepsPerRollout ?? _sac!.StepsPerUpdate;

    public bool NormalizesRewards => _onPolicy?.NormalizeRewards ?? _sac!.NormalizeRewards;

    /// <summary>All settings as text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SettingsAsText() => _onPolicy switch
    {
        PpoOptions ppo => PpoSettings.Table.Read(ppo),
        A2cOptions a2c => A2cSettings.Table.Read(a2c),
        _ => SacSettings.Table.Read(_sac!),
    };

    /// <param name="stepsPerUpdate">Of PPO and A2C.</param>
    /// <param name="isSemiMarkov">True if its steps last several steps of the environment.</param>
    public ILearner CreateLearner(Space observationSpace, Space actionSpace, ulong seed, int stepsPerUpdate, IGradientEngine? engine, bool isSemiMarkov) => _onPolicy switch
    {
        PpoOptions ppo => new PpoLearner(observationSpace, actionSpace, ppo, seed, stepsPerUpdate, engine),
        A2cOptions a2c => new A2cLearner(observationSpace, actionSpace, a2c, seed, stepsPerUpdate, engine),
        _ => new SacLearner(observationSpace, actionSpace, _sac, seed, engine, isSemiMarkov),
    };

    public IPolicy CreatePolicy(Space observationSpace, Space actionSpace, ulong seed) => _onPolicy is { } onPolicy
        ? onPolicy.CreatePolicy(observationSpace, actionSpace, seed)
        : _sac!.CreatePolicy(observationSpace, actionSpace, seed);
}
