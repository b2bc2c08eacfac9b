using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Training;

/// <summary>Makes learners, policies and algorithms by the name that users know them by: PPO, A2C or SAC; upper and lower case do not matter.</summary>
public static class LearnerFactory
{
    private static readonly IReadOnlyList<KeyValuePair<string, object>> NoParameters = [];

    /// <summary>The names of the algorithms.</summary>
    public static IReadOnlyList<string> Names { get; } = ["PPO", "A2C", "SAC"];

    /// <summary>The name as it is spelled here.</summary>
    /// <exception cref="ArgumentException">There is no such algorithm.</exception>
    public static string Canonical(string name) =>
        Names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no algorithm '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>A learner that takes trajectories.</summary>
    /// <param name="parameters">Settings by name, e.g. <c>learningRate</c> or <c>learning_rate</c>; the others keep their defaults.</param>
    /// <param name="seed">Of first weights and of all randomness in training.</param>
    /// <param name="stepsPerUpdate">Steps that an update of PPO or A2C waits for; null for <c>stepsPerRollout</c>. SAC has a setting of that name.</param>
    /// <exception cref="ArgumentException">There is no such algorithm or setting, or a value is not allowed.</exception>
    public static ILearner CreateLearner(
        string name,
        Space observationSpace,
        Space actionSpace,
        IEnumerable<KeyValuePair<string, object>>? parameters = null,
        ulong seed = 0,
        int? stepsPerUpdate = null,
        IGradientEngine? engine = null)
    {
        parameters ??= NoParameters;
        return Canonical(name) switch
        {
            "PPO" => new PpoLearner(observationSpace, actionSpace, PpoSettings.Table.Apply(new PpoOptions(), parameters), seed, stepsPerUpdate, engine),
            "A2C" => new A2cLearner(observationSpace, actionSpace, A2cSettings.Table.Apply(new A2cOptions(), parameters), seed, stepsPerUpdate, engine),
            _ => new SacLearner(observationSpace, actionSpace, SacSettings.Table.Apply(new SacOptions(), parameters), seed, engine),
        };
    }

    /// <summary>A policy of the architecture of <see cref="CreateLearner"/>, to copy the learner's weights into.</summary>
    /// <inheritdoc cref="CreateLearner"/>
    public static IPolicy CreatePolicy(
        string name, Space observationSpace, Space actionSpace, IEnumerable<KeyValuePair<string, object>>? parameters = null, ulong seed = 0)
    {
        parameters ??= NoParameters;
        return Canonical(name) switch
        {
            "PPO" => PpoSettings.Table.Apply(new PpoOptions(), parameters).CreatePolicy(observationSpace, actionSpace, seed),
            "A2C" => A2cSettings.Table.Apply(new A2cOptions(), parameters).CreatePolicy(observationSpace, actionSpace, seed),
            _ => SacSettings.Table.Apply(new SacOptions(), parameters).CreatePolicy(observationSpace, actionSpace, seed),
        };
    }

    /// <summary>An algorithm in a vector of environments.</summary>
    /// <inheritdoc cref="CreateLearner"/>
    public static LearningAlgorithm Create(
        string name,
        IVectorEnvironment environment,
        IEnumerable<KeyValuePair<string, object>>? parameters = null,
        ulong seed = 0,
        TimeProvider? time = null,
        IGradientEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        parameters ??= NoParameters;
        return Canonical(name) switch
        {
            "PPO" => new Ppo(environment, PpoSettings.Table.Apply(new PpoOptions(), parameters), seed, time, engine),
            "A2C" => new A2c(environment, A2cSettings.Table.Apply(new A2cOptions(), parameters), seed, time, engine),
            _ => new Sac(environment, SacSettings.Table.Apply(new SacOptions(), parameters), seed, time, engine),
        };
    }

    /// <summary>Resumes an interrupted training exactly, in an equal environment.</summary>
    /// <param name="name">Of the algorithm that the model is of.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm or another environment.</exception>
    public static LearningAlgorithm Resume(
        string name, string path, IVectorEnvironment environment, TimeProvider? time = null, IGradientEngine? engine = null) => Canonical(name) switch
    {
        "PPO" => Ppo.Resume(path, environment, time, engine),
        "A2C" => A2c.Resume(path, environment, time, engine),
        _ => Sac.Resume(path, environment, time, engine),
    };
}
