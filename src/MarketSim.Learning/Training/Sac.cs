using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Training;

/// <summary>SAC in a vector of environments: steps, then the gradient steps that they are owed.</summary>
public sealed class Sac : LearningAlgorithm
{
    private readonly SacLearner _learner;
    private readonly Action _takeSteps;
    private readonly ActionNoise? _noise;
    private readonly double[] _returns;
    private readonly float[] _unit;
    private int _taken;

    /// <param name="environment">Trained in from now on by this alone.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="seed">Of first weights, of episodes and of all randomness in training.</param>
    /// <param name="time">Tells the pace to callbacks; null for none.</param>
    /// <param name="engine">Gradient engine; null for the managed one. It is not part of a saved model.</param>
    public Sac(IVectorEnvironment environment, SacOptions? options = null, ulong seed = 0, TimeProvider? time = null, IGradientEngine? engine = null)
        : this(environment, seed, options ?? new SacOptions(), time, engine)
    {
    }

    private Sac(IVectorEnvironment environment, ulong seed, SacOptions options, TimeProvider? time, IGradientEngine? engine)
        : base(
            environment,
            new SacLearner(VectorEnvironmentGuard.RequireSpaces(environment).ObservationSpace, environment.ActionSpace, options, seed, engine),
            seed,
            time)
    {
        Options = options;
        _learner = (SacLearner)Learner;
        _takeSteps = TakeSteps;
        _returns = new double[environment.Count];
        _unit = new float[Policy.ActionSpace.Size];
        if (options.ActionNoise.Kind != ActionNoiseKind.None)
        {
            ActionBounds.RequireContinuous(true, Policy.ActionSpace, nameof(SacOptions.ActionNoise));
            _noise = new ActionNoise(options.ActionNoise, environment.Count, _unit.Length);
        }
    }

    /// <summary>The options it was made with.</summary>
    public SacOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Figures => _learner.Figures.Values;

    /// <summary>
    /// A saved model in an environment of the same spaces, for a new training in fresh episodes: it begins with the weights, the optimisers, the statistics
    /// and the replay buffer of the old one, restarts its step count at 0, and its schedules from their beginning. What has explored at random already
    /// does not do so again.
    /// </summary>
    /// <param name="change">Changes settings, e.g. the learning rate; not those that decide the architecture or the replay buffer.</param>
    /// <param name="seed">Of the new episodes and of all randomness in the new training; null for the saved one plus 1.</param>
    /// <exception cref="ArgumentException">A setting is changed that cannot change after a model's beginning.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm or other spaces.</exception>
    public static Sac Load(
        string path,
        IVectorEnvironment environment,
        Func<SacOptions, SacOptions>? change = null,
        TimeProvider? time = null,
        IGradientEngine? engine = null,
        ulong? seed = null) =>
        Read(path, environment, change, time, engine, withEnvironment: false, seed);

    /// <summary>
    /// Resumes an interrupted training exactly, in an equal environment, and to the total of steps that
    /// <see cref="LearningAlgorithm.Learn"/> is given, in which those before count.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm, environment or number of environments.</exception>
    public static Sac Resume(string path, IVectorEnvironment environment, TimeProvider? time = null, IGradientEngine? engine = null) =>
        Read(path, environment, null, time, engine, withEnvironment: true, seed: null);

    internal override IReadOnlyList<KeyValuePair<string, string>> SettingsAsText() => SacSettings.Table.Read(Options);

    private protected override void Plan(long totalSteps) => _learner.PlannedSteps = totalSteps;

    private protected override void BeginAnew() => _learner.BeginAnew();

    private protected override void BeginTraining()
    {
        Array.Clear(_returns);
        _noise?.Begin(Seed);
    }

    private protected override int LoopFields => _noise is null ? 1 : 2;

    private protected override void Update()
    {
        _taken = 0;
        TakeSteps(_takeSteps);
        Steps += _taken;
        _learner.Update();
    }

    private void TakeSteps()
    {
        do
        {
            if (_learner.ExploresAtRandom)
            {
                Runner.ActAtRandom();
            }
            else
            {
                Runner.Act();
                AddNoise();
            }

            Runner.Step();
            _taken += Runner.Rows;
            KeepTransitions();
        }
        while (_taken < Options.StepsPerUpdate);
    }

    private protected override void SaveLoop(MessagePackWriter writer)
    {
        StateArrays.Write(writer, _returns);
        _noise?.Save(writer);
    }

    private protected override void RestoreLoop(ref MessagePackReader reader)
    {
        StateArrays.Read(ref reader, _returns);
        _noise?.Restore(ref reader);
    }

    private void AddNoise()
    {
        if (_noise is null)
        {
            return;
        }

        var box = (BoxSpace)Policy.ActionSpace;
        for (int row = 0; row < Runner.Rows; row++)
        {
            Span<float> action = Runner.Batch.Action(row);
            ActionBounds.ToUnit(box, action, _unit);
            _noise.Add(row, _unit);
            _unit.CopyTo(action);
            ActionBounds.FromUnit(box, action);
        }
    }

    private static Sac Read(
        string path,
        IVectorEnvironment environment,
        Func<SacOptions, SacOptions>? change,
        TimeProvider? time,
        IGradientEngine? engine,
        bool withEnvironment,
        ulong? seed)
    {
        VectorEnvironmentGuard.RequireSpaces(environment);
        ModelFile file = ModelFile.Read(path, "SAC");
        SacOptions options = file.SettingsIn(SacSettings.Table, new SacOptions(), change);
        var model = new Sac(environment, withEnvironment ? file.Seed : seed ?? file.NextSeed, options, time, engine);
        file.RestoreInto(model, withEnvironment);
        return model;
    }

    private void KeepTransitions()
    {
        PolicyBatch batch = Runner.Batch;
        int size = Policy.ObservationSpace.Size;
        for (int row = 0; row < batch.Rows; row++)
        {
            _learner.Add(
                batch.Observation(row),
                batch.Action(row),
                (float)Environment.Rewards[row],
                Environment.FinalObservations.Slice(row * size, size),
                Environment.Terminated[row],
                _returns[row] = (Options.Gamma * _returns[row]) + Environment.Rewards[row],
                Options.Gamma);
            if (Environment.Terminated[row] || Environment.Truncated[row])
            {
                _returns[row] = 0;
                _noise?.EndEpisode(row);
            }
        }
    }
}
