using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// The learners of a controller, of its options and, where there is one, of their termination head. Trajectories that say how long their steps lasted are
/// the controller's, the others the options'.
/// </summary>
internal sealed class HierarchicalLearner : ILearner
{
    private const string ControllerPrefix = "controller";
    private const string HeadPart = "termination";
    private readonly TerminationHead? _head;
    private readonly HierarchicalSettings _settings;
    private readonly SortedDictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly bool[] _exploring;

    /// <param name="environments">Environments that are trained in side by side.</param>
    /// <param name="seed">Of the first option; everything else is derived from it.</param>
    public HierarchicalLearner(
        Space observationSpace, Space actionSpace, HierarchicalSettings settings, int environments, ulong seed, IGradientEngine? engine)
    {
        _settings = settings;
        OptionLevel = new ModelLevel(settings.OptionModelType, settings.OptionParameters);
        ControllerLevel = new ModelLevel(settings.MetaModelType, MetaParametersOf(settings, OptionLevel));
        MetaView = new FeatureView(observationSpace, settings.MetaFeatures, nameof(settings.MetaFeatures));
        OptionView = new FeatureView(observationSpace, settings.OptionFeatures, nameof(settings.OptionFeatures));
        StepsPerRound = RoundOf(environments);
        Options = new OptionsLearner(observationSpace, actionSpace, settings, OptionLevel, seed, StepsPerRound * environments, engine);
        int choices = ControllerLevel.StepsPerUpdate * environments;
        ulong metaSeed = settings.MetaSeed ?? new RandomStream(seed, RandomPurpose.Initialization, 5, 0).NextUInt64();
        Controller = new LevelTrainer(
            ControllerLevel.CreateLearner(MetaView.Space, MetaController.ActionSpaceOf(settings), metaSeed, choices, engine, isSemiMarkov: true), choices);
        _head = settings.Termination == OptionTermination.Head
            ? new TerminationHead(OptionView, settings.NumOptions, settings.Head, ControllerLevel.Gamma, metaSeed, engine ?? ManagedEngine.Instance)
            : null;
        HeadSteps = _head is null ? null : new OptionCriticSteps(OptionView.Space.Size);
        IPolicy[] options = [.. Options.Trainers.Select(static trainer => trainer.Policy)];
        Hierarchy = new HierarchicalPolicy(observationSpace, settings, new MetaController(Controller.Policy, settings), options, _head, MetaView, OptionView);
        _exploring = new bool[options.Length];
        PartNames =
        [
            .. Controller.PartNames(ControllerPrefix),
            .. Options.PartNames,
            .. _head is null ? Array.Empty<string>() : [HeadPart],
        ];
    }

    public string Algorithm => "Hierarchical";

    public IPolicy Policy => Hierarchy;

    public long Version => Controller.Learner.Version + Options.Version;

    public int StepsPerUpdate => Options.StepsPerUpdate;

    public long? PlannedSteps
    {
        get => Options.PlannedSteps;
        set
        {
            Options.PlannedSteps = value;
            Controller.Learner.PlannedSteps = value is { } planned ? Math.Max(1, planned / ExpectedDuration) : null;
        }
    }

    public IReadOnlyList<string> PartNames { get; }

    public HierarchicalPolicy Hierarchy { get; }

    public LevelTrainer Controller { get; }

    public OptionsLearner Options { get; }

    public ModelLevel OptionLevel { get; }

    public ModelLevel ControllerLevel { get; }

    public FeatureView MetaView { get; }

    public FeatureView OptionView { get; }

    /// <summary>The training data of the termination head; null without one.</summary>
    public OptionCriticSteps? HeadSteps { get; }

    public TerminationHead? Head => _head;

    /// <summary>Steps of each environment between two updates of levels that learn from rollouts.</summary>
    public int StepsPerRound { get; }

    public int ControllerStateSize => Controller.Policy.StateSize;

    public int OptionStateSize => Hierarchy.Executor.StateSize;

    /// <summary>Figures of the last updates of both levels.</summary>
    public IReadOnlyDictionary<string, double> Figures => _figures;

    // Steps of the environment between two choices, where nothing better is known.
    private int ExpectedDuration => _settings.Termination == OptionTermination.Fixed ? _settings.OptionLength : 8;

    public IReadOnlyDictionary<string, double> Learn(IReadOnlyList<Trajectory> trajectories)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        Trajectory[] choices = [.. trajectories.Where(static trajectory => trajectory?.Durations is not null)];
        foreach (Trajectory choice in choices)
        {
            TrajectoryRules.Require(choice, Controller.Policy);
        }

        long before = Version;
        LearnOptions([.. trajectories.Where(static trajectory => trajectory?.Durations is null)]);
        foreach (Trajectory choice in choices)
        {
            Controller.Add(choice);
        }

        LearnController();
        return Version == before ? TrainingFigures.None : _figures;
    }

    /// <summary>Options learn, unless they are frozen.</summary>
    public void LearnOptions(IReadOnlyList<Trajectory> trajectories)
    {
        TakeOptions(trajectories);
        if (_settings.OptionsAreFrozen)
        {
            return;
        }

        foreach ((string name, double value) in Options.Learn([]))
        {
            _figures[name] = value;
        }
    }

    /// <summary>Takes steps of options in without an update, unless options are frozen.</summary>
    public void TakeOptions(IReadOnlyList<Trajectory> trajectories)
    {
        if (!_settings.OptionsAreFrozen)
        {
            Hierarchy.ApplyWeights();
            Options.Take(trajectories);
        }
    }

    /// <summary>The controller learns from the choices that wait.</summary>
    public void LearnController()
    {
        Hierarchy.ApplyWeights();
        if (!Controller.Update())
        {
            return;
        }

        foreach ((string name, double value) in Controller.Figures)
        {
            _figures[$"{ControllerPrefix}/{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}"] = value;
        }
    }

    /// <summary>The termination head learns from the steps of a round.</summary>
    public void LearnHead()
    {
        if (_head is not null && HeadSteps is { Count: > 0 } steps)
        {
            Hierarchy.ApplyWeights();
            _head.Learn(steps);
            steps.Clear();
            _figures["termination/end_probability"] = _head.MeanEndProbability;
            _figures["termination/value_loss"] = _head.ValueLoss;
        }
    }

    /// <summary>By option: true while it acts at random. Empty when none does.</summary>
    public bool[] ExploringOptions()
    {
        bool any = false;
        for (int option = 0; option < _exploring.Length; option++)
        {
            any |= _exploring[option] = Options.Trainers[option].Explores && !_settings.OptionsAreFrozen;
        }

        return any ? _exploring : [];
    }

    public void BeginAnew()
    {
        Options.BeginAnew();
        Controller.BeginAnew();
    }

    /// <summary>Saves the figures: those of an option that has not learned since are part of the next record.</summary>
    public void SaveFigures(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2 * _figures.Count);
        foreach ((string name, double value) in _figures)
        {
            writer.WriteString(name);
            writer.WriteDouble(value);
        }
    }

    public void RestoreFigures(ref MessagePackReader reader)
    {
        _figures.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i += 2)
        {
            _figures[reader.ReadString()] = reader.ReadDouble();
        }
    }

    /// <summary>Adds figures beside those of the learners.</summary>
    public void Report(string name, double value) => _figures[name] = value;

    public IReadOnlyList<LearnerPart> Save()
    {
        Hierarchy.ApplyWeights();
        var parts = new List<LearnerPart>(Controller.Save(ControllerPrefix));
        parts.AddRange(Options.Save());
        if (_head is not null)
        {
            var writer = new MessagePackWriter();
            _head.Save(writer);
            parts.Add(new LearnerPart(HeadPart, writer.Written.ToArray()));
        }

        return parts;
    }

    public void Restore(IReadOnlyList<LearnerPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Hierarchy.ApplyWeights();
        ReadOnlyMemory<byte>[] contents = SavedParts.Require(parts, PartNames, Algorithm);
        var byName = PartNames.Zip(contents).ToDictionary(static part => part.First, static part => part.Second, StringComparer.Ordinal);
        Controller.Restore(ControllerPrefix, byName);
        Options.Restore([.. Options.PartNames.Select(name => new LearnerPart(name, byName[name]))]);
        if (_head is not null)
        {
            var reader = new MessagePackReader(byName[HeadPart].Span);
            _head.Restore(ref reader);
        }
    }

    /// <summary>
    /// The controller's settings. Unless they say otherwise, its rollout has as many choices as fit into that of the options: the default of flat learning
    /// would have it learn once in 2,048 options.
    /// </summary>
    internal static IReadOnlyDictionary<string, object> MetaParametersOf(HierarchicalSettings settings, ModelLevel options)
    {
        const string key = "stepsPerRollout";
        bool isGiven = settings.MetaParameters.Keys.Any(static name => name.Replace("_", "", StringComparison.Ordinal).Equals(key, StringComparison.OrdinalIgnoreCase));
        bool isPpo = settings.MetaModelType.Equals("PPO", StringComparison.OrdinalIgnoreCase);
        if (isGiven || !isPpo || !options.IsOnPolicy)
        {
            return settings.MetaParameters;
        }

        int duration = settings.Termination == OptionTermination.Fixed ? settings.OptionLength : 8;
        return new Dictionary<string, object>(settings.MetaParameters, StringComparer.Ordinal) { [key] = Math.Max(1, options.StepsPerUpdate / duration) };
    }

    private int RoundOf(int environments)
    {
        if (_settings.OptionsAreFrozen)
        {
            return ControllerLevel.IsOnPolicy ? ControllerLevel.StepsPerUpdate * ExpectedDuration : ((ControllerLevel.StepsPerUpdate - 1) / environments) + 1;
        }

        return OptionLevel.IsOnPolicy ? OptionLevel.StepsPerUpdate : ((OptionLevel.StepsPerUpdate - 1) / environments) + 1;
    }
}
