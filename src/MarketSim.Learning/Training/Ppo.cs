using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;

namespace MarketSim.Learning.Training;

/// <summary>PPO in a vector of environments.</summary>
public sealed class Ppo : OnPolicyAlgorithm
{
    /// <param name="environment">Trained in from now on by this alone.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="seed">Of first weights, of episodes and of all chance in training.</param>
    /// <param name="time">Tells the pace to callbacks; null for none.</param>
    public Ppo(IVectorEnvironment environment, PpoOptions? options = null, ulong seed = 0, TimeProvider? time = null)
        : this(environment, seed, options ?? new PpoOptions(), time)
    {
    }

    private Ppo(IVectorEnvironment environment, ulong seed, PpoOptions options, TimeProvider? time)
        : base(
            environment,
            new PpoLearner(environment.ObservationSpace, environment.ActionSpace, options, seed, options.StepsPerRollout * environment.Count),
            options,
            seed,
            time)
    {
        Options = options;
    }

    public PpoOptions Options { get; }

    /// <summary>A saved model in an environment of its own spaces: trains on in fresh episodes.</summary>
    /// <param name="change">Changes settings, e.g. the learning rate; not those that decide the architecture.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm or other spaces.</exception>
    public static Ppo Load(string path, IVectorEnvironment environment, Func<PpoOptions, PpoOptions>? change = null, TimeProvider? time = null) =>
        Read(path, environment, change, time, withEnvironment: false);

    /// <summary>A training that was interrupted, in an environment that was made alike: goes on to the bit.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm or another environment.</exception>
    public static Ppo Resume(string path, IVectorEnvironment environment, TimeProvider? time = null) =>
        Read(path, environment, null, time, withEnvironment: true);

    internal override IReadOnlyList<KeyValuePair<string, string>> SettingsAsText() => PpoSettings.Table.Read(Options);

    private static Ppo Read(string path, IVectorEnvironment environment, Func<PpoOptions, PpoOptions>? change, TimeProvider? time, bool withEnvironment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ModelFile file = ModelFile.Read(path, "PPO");
        PpoOptions options = PpoSettings.Table.Apply(new PpoOptions(), file.Settings);
        var model = new Ppo(environment, change is null ? options : change(options), file.Seed, time);
        model.Learner.Restore(file.Parts);
        model.RestoreTraining(file.Training, withEnvironment);
        return model;
    }
}
