using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// Hierarchical reinforcement learning: a controller picks options, each of which acts for several steps, and both levels learn (options over semi-Markov
/// steps, Sutton, Precup and Singh 1999).
/// </summary>
/// <remarks>One thread. Training is interrupted only between updates, in the middle of an option too, and resumes from there exactly.</remarks>
public sealed class HierarchicalRL : LearningAlgorithm
{
    /// <summary>The algorithm's name in saved models.</summary>
    public const string AlgorithmName = "Hierarchical";

    private const int EvaluationFields = 1;
    private readonly HierarchicalLearner _learner;
    private readonly OptionCollector _collector;
    private readonly Action _collect;

    /// <param name="environment">Trained in from now on by this alone.</param>
    /// <param name="numOptions">Options that the controller picks from, at least 1.</param>
    /// <param name="metaModelType">Algorithm of the controller: PPO, A2C or SAC.</param>
    /// <param name="optionModelType">Algorithm of the options: PPO, A2C or SAC.</param>
    /// <param name="seed">Of first weights, of episodes and of all randomness in training.</param>
    /// <exception cref="ArgumentException">There is no such algorithm, or a setting is not allowed.</exception>
    public HierarchicalRL(
        IEnvironment environment, int numOptions = 3, string metaModelType = "PPO", string optionModelType = "PPO", ulong seed = 0, TimeProvider? time = null)
        : this(environment, SettingsOf(numOptions, metaModelType, optionModelType), seed, time)
    {
    }

    /// <inheritdoc cref="HierarchicalRL(IEnvironment, int, string, string, ulong, TimeProvider?)"/>
    public HierarchicalRL(
        IVectorEnvironment environment, int numOptions = 3, string metaModelType = "PPO", string optionModelType = "PPO", ulong seed = 0, TimeProvider? time = null)
        : this(environment, SettingsOf(numOptions, metaModelType, optionModelType), seed, time)
    {
    }

    /// <param name="environment">Trained in from now on by this alone.</param>
    /// <param name="engine">Gradient engine; null for the managed one. It is not part of a saved model.</param>
    /// <inheritdoc cref="HierarchicalRL(IEnvironment, int, string, string, ulong, TimeProvider?)"/>
    public HierarchicalRL(IEnvironment environment, HierarchicalSettings settings, ulong seed = 0, TimeProvider? time = null, IGradientEngine? engine = null)
        : this(VectorOf(environment), settings, seed, time, engine)
    {
    }

    /// <inheritdoc cref="HierarchicalRL(IEnvironment, HierarchicalSettings, ulong, TimeProvider?, IGradientEngine?)"/>
    public HierarchicalRL(IVectorEnvironment environment, HierarchicalSettings settings, ulong seed = 0, TimeProvider? time = null, IGradientEngine? engine = null)
        : this(environment, LearnerOf(environment, settings, seed, engine), settings, seed, time)
    {
    }

    private HierarchicalRL(IVectorEnvironment environment, HierarchicalLearner learner, HierarchicalSettings settings, ulong seed, TimeProvider? time)
        : base(environment, learner, seed, time)
    {
        Settings = settings;
        _learner = learner;
        _collector = new OptionCollector(Runner, learner, settings);
        _collect = () => _collector.Collect(_learner.StepsPerRound);
    }

    /// <summary>The settings it was made with.</summary>
    public HierarchicalSettings Settings { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Figures => _learner.Figures;

    /// <summary>The use of options, window by window; empty before the first window has ended.</summary>
    public IReadOnlyList<OptionUsageRow> OptionUsage => _collector.Usage.History;

    /// <summary>Controller and options with the present weights, as one policy.</summary>
    public HierarchicalPolicy Hierarchy => _learner.Hierarchy;

    internal HierarchicalLearner Levels => _learner;

    /// <summary>Trains until so many environment steps have been taken in all; see <see cref="LearningAlgorithm.Learn"/>.</summary>
    /// <param name="progress">Called with the progress after each update; null for none.</param>
    /// <param name="callbacks">Called after each update, in order.</param>
    /// <returns>True when the total was reached, false when a callback ended the training.</returns>
    public bool Train(long totalTimesteps, IProgress<HierarchicalProgress>? progress = null, params IReadOnlyList<TrainingCallback> callbacks)
    {
        ArgumentNullException.ThrowIfNull(callbacks);
        return progress is null ? Learn(totalTimesteps, callbacks) : Learn(totalTimesteps, [.. callbacks, new ProgressReports(progress)]);
    }

    /// <summary>
    /// Plays episodes with the present weights in the environments that are trained in, which are then put back where they were, so that the training goes
    /// on as though there had been no evaluation.
    /// </summary>
    /// <param name="numEpisodes">At least 1.</param>
    /// <param name="seed">Of the episodes; null for one that differs from the training's.</param>
    /// <param name="deterministic">True for the most probable choices and actions.</param>
    public EvaluationResult Evaluate(int numEpisodes, ulong? seed = null, bool deterministic = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numEpisodes, 1);
        if (Steps == 0)
        {
            return PolicyEvaluation.Evaluate(Policy, Environment, numEpisodes, seed ?? ~Seed, deterministic);
        }

        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(EvaluationFields);
        Environment.Save(writer);
        try
        {
            return PolicyEvaluation.Evaluate(Policy, Environment, numEpisodes, seed ?? ~Seed, deterministic);
        }
        finally
        {
            var reader = new MessagePackReader(writer.Written);
            reader.ReadArrayHeader(EvaluationFields);
            Environment.Restore(ref reader);
        }
    }

    /// <summary>
    /// A saved model in an environment of the same spaces, for a new training in fresh episodes: it begins with the weights and optimisers of the old one and
    /// restarts its step count at 0.
    /// </summary>
    /// <param name="change">Changes settings that do not decide the architecture, e.g. <see cref="HierarchicalSettings.MetaIsRandom"/>; gives rewards that are
    /// functions of the user's own.</param>
    /// <param name="seed">Of the new episodes and of all randomness in the new training; null for the saved one plus 1.</param>
    /// <exception cref="ArgumentException">A setting is changed that cannot change after a model's beginning.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm or other spaces.</exception>
    public static HierarchicalRL Load(
        string path,
        IVectorEnvironment environment,
        Func<HierarchicalSettings, HierarchicalSettings>? change = null,
        TimeProvider? time = null,
        IGradientEngine? engine = null,
        ulong? seed = null) =>
        Read(path, environment, change, time, engine, withEnvironment: false, seed);

    /// <inheritdoc cref="Load(string, IVectorEnvironment, Func{HierarchicalSettings, HierarchicalSettings}?, TimeProvider?, IGradientEngine?, ulong?)"/>
    public static HierarchicalRL Load(
        string path,
        IEnvironment environment,
        Func<HierarchicalSettings, HierarchicalSettings>? change = null,
        TimeProvider? time = null,
        IGradientEngine? engine = null,
        ulong? seed = null) =>
        Read(path, VectorOf(environment), change, time, engine, withEnvironment: false, seed);

    /// <summary>
    /// Resumes an interrupted training exactly, in an equal environment, in the middle of an option too, and to the total of steps
    /// that <see cref="Train"/> is given, in which those before count.
    /// </summary>
    /// <param name="change">Gives rewards that are functions of the user's own; null for none.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of another algorithm, environment or number of environments.</exception>
    public static HierarchicalRL Resume(
        string path,
        IVectorEnvironment environment,
        Func<HierarchicalSettings, HierarchicalSettings>? change = null,
        TimeProvider? time = null,
        IGradientEngine? engine = null) =>
        Read(path, environment, change, time, engine, withEnvironment: true, seed: null);

    /// <inheritdoc cref="Resume(string, IVectorEnvironment, Func{HierarchicalSettings, HierarchicalSettings}?, TimeProvider?, IGradientEngine?)"/>
    public static HierarchicalRL Resume(
        string path,
        IEnvironment environment,
        Func<HierarchicalSettings, HierarchicalSettings>? change = null,
        TimeProvider? time = null,
        IGradientEngine? engine = null) =>
        Read(path, VectorOf(environment), change, time, engine, withEnvironment: true, seed: null);

    internal override IReadOnlyList<KeyValuePair<string, string>> SettingsAsText() => HierarchicalSettingsText.Read(Settings);

    private protected override void Plan(long totalSteps) => _learner.PlannedSteps = totalSteps;

    private protected override void BeginAnew() => _learner.BeginAnew();

    private protected override void BeginTraining() => _collector.Reset();

    private protected override int LoopFields => 2;

    private protected override void Update()
    {
        TakeSteps(_collect);
        Steps += (long)_learner.StepsPerRound * Environment.Count;
        _learner.LearnOptions(_collector.Drain());
        _learner.LearnController();
        _learner.LearnHead();
        if (_collector.Usage.EndWindow(Steps, Episodes.MeanReturn) is { } row)
        {
            OptionFigures.Report(row, _learner.Report);
        }
    }

    private protected override void SaveLoop(MessagePackWriter writer)
    {
        _collector.Save(writer);
        _learner.SaveFigures(writer);
    }

    private protected override void RestoreLoop(ref MessagePackReader reader)
    {
        _collector.Restore(ref reader);
        _learner.RestoreFigures(ref reader);
    }

    private static HierarchicalRL Read(
        string path,
        IVectorEnvironment environment,
        Func<HierarchicalSettings, HierarchicalSettings>? change,
        TimeProvider? time,
        IGradientEngine? engine,
        bool withEnvironment,
        ulong? seed)
    {
        VectorEnvironmentGuard.RequireSpaces(environment);
        ModelFile file = ModelFile.Read(path, AlgorithmName);
        HierarchicalSettings settings = HierarchicalSettingsText.Parse(file, change);
        var model = new HierarchicalRL(environment, settings, withEnvironment ? file.Seed : seed ?? file.NextSeed, time, engine);
        file.RestoreInto(model, withEnvironment);
        return model;
    }

    private static HierarchicalSettings SettingsOf(int numOptions, string metaModelType, string optionModelType) => new()
    {
        NumOptions = numOptions,
        MetaModelType = metaModelType,
        OptionModelType = optionModelType,
    };

    private static VectorEnvironment VectorOf(IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new VectorEnvironment(1, _ => environment);
    }

    private static HierarchicalLearner LearnerOf(IVectorEnvironment environment, HierarchicalSettings settings, ulong seed, IGradientEngine? engine)
    {
        VectorEnvironmentGuard.RequireSpaces(environment);
        ArgumentNullException.ThrowIfNull(settings);
        return new HierarchicalLearner(environment.ObservationSpace, environment.ActionSpace, settings.Checked(), environment.Count, seed, engine);
    }

    private sealed class ProgressReports(IProgress<HierarchicalProgress> progress) : TrainingCallback
    {
        public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress training)
        {
            IReadOnlyList<OptionUsageRow> usage = ((HierarchicalRL)algorithm).OptionUsage;
            progress.Report(new HierarchicalProgress(training, algorithm.Episodes.MeanReturn, usage.Count > 0 ? usage[^1] : null));
            return true;
        }
    }
}
