using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Options;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Training;

/// <summary>The loop of PPO and A2C: a rollout of every environment, then an update.</summary>
public abstract class OnPolicyAlgorithm<TModel, TOptions> : LearningAlgorithm
    where TModel : OnPolicyAlgorithm<TModel, TOptions>, IOnPolicyModel<TModel, TOptions>
    where TOptions : ActorCriticOptions
{
    private readonly ActorCriticLearner _learner;
    private readonly RolloutCollector _collector;
    private readonly Action _collect;

    private protected OnPolicyAlgorithm(IVectorEnvironment environment, ActorCriticLearner learner, TOptions options, ulong seed, TimeProvider? time)
        : base(environment, learner, seed, time)
    {
        Options = options;
        _learner = learner;
        _collector = new RolloutCollector(Runner, learner.Policy, options.StepsPerRollout, options.Gamma);
        _collect = () => _collector.Collect(_learner.Version);
    }

    /// <inheritdoc/>
    public TOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Figures => _learner.Figures.Values;

    /// <summary>
    /// A saved model in an environment of the same spaces, for a new training in fresh episodes: it begins with the weights, the optimiser and the
    /// statistics of the old one, restarts its step count at 0, and its schedules from their beginning.
    /// </summary>
    /// <param name="change">Changes settings, e.g. the learning rate; not those that decide the architecture.</param>
    /// <param name="seed">Of the new episodes and of all randomness in the new training; null for the saved one plus 1.</param>
    /// <exception cref="ArgumentException">A setting is changed that cannot change after a model's beginning.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm or other spaces.</exception>
    public static TModel Load(
        string path,
        IVectorEnvironment environment,
        Func<TOptions, TOptions>? change = null,
        TimeProvider? time = null,
        IGradientEngine? engine = null,
        ulong? seed = null) =>
        Read(path, environment, change, time, engine, withEnvironment: false, seed);

    /// <summary>
    /// Resumes an interrupted training exactly, in an equal environment, and to the total of steps that
    /// <see cref="LearningAlgorithm.Learn"/> is given, in which those before count.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm, environment or number of environments.</exception>
    public static TModel Resume(string path, IVectorEnvironment environment, TimeProvider? time = null, IGradientEngine? engine = null) =>
        Read(path, environment, change: null, time, engine, withEnvironment: true, seed: null);

    internal sealed override IReadOnlyList<KeyValuePair<string, string>> SettingsAsText() => TModel.Settings.Read(Options);

    private protected sealed override void Plan(long totalSteps) => _learner.PlannedSteps = totalSteps;

    /// <summary>Steps of a rollout of all environments.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are too many to be held.</exception>
    private protected static int StepsPerUpdate(ActorCriticOptions options, IVectorEnvironment environment)
    {
        options.Validate();
        int widest = options.HiddenSizes.Append(environment.ObservationSpace.Size).Append(environment.ActionSpace.Size).Max();
        OptionChecks.RequireRoom((long)options.StepsPerRollout * environment.Count, widest, nameof(options.StepsPerRollout), options.StepsPerRollout);
        return options.StepsPerRollout * environment.Count;
    }

    private protected sealed override void BeginAnew() => _learner.BeginAnew();

    private protected sealed override void BeginTraining() => _collector.Reset();

    private protected sealed override void Update()
    {
        TakeSteps(_collect);
        Steps += _collector.Rollout.Steps;
        _learner.Learn(_collector.Rollout);
    }

    private protected sealed override int LoopFields => 1;

    private protected sealed override void SaveLoop(MessagePackWriter writer) => _collector.Save(writer);

    private protected sealed override void RestoreLoop(ref MessagePackReader reader) => _collector.Restore(ref reader);

    private static TModel Read(
        string path,
        IVectorEnvironment environment,
        Func<TOptions, TOptions>? change,
        TimeProvider? time,
        IGradientEngine? engine,
        bool withEnvironment,
        ulong? seed)
    {
        VectorEnvironmentGuard.RequireSpaces(environment);
        ModelFile file = ModelFile.Read(path, TModel.Settings.Owner);
        TOptions options = file.SettingsIn(TModel.Settings, TModel.Defaults, change);
        options = (TOptions)(options with { Extractor = NamedExtractor.Resolve(options.Extractor, engine) });
        TModel model = TModel.Create(environment, options, withEnvironment ? file.Seed : seed ?? file.NextSeed, time, engine);
        file.RestoreInto(model, withEnvironment);
        return model;
    }
}
