using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;

namespace MarketSim.Learning.Training;

/// <summary>A2C in a vector of environments.</summary>
public sealed class A2c : OnPolicyAlgorithm
{
    /// <param name="environment">Trained in from now on by this alone.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="seed">Of first weights, of episodes and of all chance in training.</param>
    /// <param name="time">Tells the pace to callbacks; null for none.</param>
    /// <param name="engine">What computes the gradients; null for the managed engine. It is not part of a saved model.</param>
    public A2c(IVectorEnvironment environment, A2cOptions? options = null, ulong seed = 0, TimeProvider? time = null, IGradientEngine? engine = null)
        : this(environment, seed, options ?? new A2cOptions(), time, engine)
    {
    }

    private A2c(IVectorEnvironment environment, ulong seed, A2cOptions options, TimeProvider? time, IGradientEngine? engine)
        : base(
            environment,
            new A2cLearner(
                EnvironmentGuard.RequireSpaces(environment).ObservationSpace, environment.ActionSpace, options, seed, StepsPerUpdate(options, environment), engine),
            options,
            seed,
            time)
    {
        Options = options;
    }

    public A2cOptions Options { get; }

    /// <summary>
    /// A saved model in an environment of its own spaces, for a new training in fresh episodes: it begins with the weights, the optimiser and the
    /// statistics of the old one, counts its steps anew from 0, and its schedules from their beginning.
    /// </summary>
    /// <param name="change">Changes settings, e.g. the learning rate; not those that decide the architecture.</param>
    /// <param name="seed">Of the new episodes and of all chance in the new training; null for the saved one plus 1.</param>
    /// <exception cref="ArgumentException">A setting is changed that cannot change after a model's beginning.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm or other spaces.</exception>
    public static A2c Load(
        string path,
        IVectorEnvironment environment,
        Func<A2cOptions, A2cOptions>? change = null,
        TimeProvider? time = null,
        IGradientEngine? engine = null,
        ulong? seed = null) =>
        Read(path, environment, change, time, engine, withEnvironment: false, seed);

    /// <summary>
    /// A training that was interrupted, in an environment that was made alike: goes on to the bit, and to the total of steps that
    /// <see cref="LearningAlgorithm.Learn"/> is given, in which those before count.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm, environment or number of environments.</exception>
    public static A2c Resume(string path, IVectorEnvironment environment, TimeProvider? time = null, IGradientEngine? engine = null) =>
        Read(path, environment, null, time, engine, withEnvironment: true, seed: null);

    internal override IReadOnlyList<KeyValuePair<string, string>> SettingsAsText() => A2cSettings.Table.Read(Options);

    private static A2c Read(
        string path,
        IVectorEnvironment environment,
        Func<A2cOptions, A2cOptions>? change,
        TimeProvider? time,
        IGradientEngine? engine,
        bool withEnvironment,
        ulong? seed)
    {
        EnvironmentGuard.RequireSpaces(environment);
        ModelFile file = ModelFile.Read(path, "A2C");
        A2cOptions options = file.SettingsIn(A2cSettings.Table, new A2cOptions(), change);
        var model = new A2c(environment, options, withEnvironment ? file.Seed : seed ?? file.NextSeed, time, engine);
        file.RestoreInto(model, withEnvironment);
        return model;
    }
}
