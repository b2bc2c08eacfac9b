using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// The learners of the options of a hierarchy as one. A trajectory says by the first number of its initial state whose it is (option + 1), and by that of
/// its final state which option acts on from there.
/// </summary>
internal sealed class OptionsLearner : ILearner
{
    private const string ProgressPart = "options";
    private readonly LevelTrainer[] _trainers;
    private readonly OptionsPolicy _policy;
    private readonly Dictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly bool _valuesAreShared;
    private readonly float[] _value = new float[1];

    /// <param name="observationSpace">Of the environment; options see what the settings say of it.</param>
    /// <param name="seed">Of the first option; those of the others are drawn from it.</param>
    /// <param name="stepsPerUpdate">Steps of all options together that come in between two updates.</param>
    public OptionsLearner(
        Space observationSpace, Space actionSpace, HierarchicalSettings settings, ModelLevel level, ulong seed, int stepsPerUpdate, IGradientEngine? engine)
    {
        var view = new FeatureView(observationSpace, settings.OptionFeatures, nameof(settings.OptionFeatures));
        StepsPerUpdate = stepsPerUpdate;
        int share = Math.Max(1, stepsPerUpdate / settings.NumOptions);
        _trainers = new LevelTrainer[settings.NumOptions];
        for (int option = 0; option < _trainers.Length; option++)
        {
            _trainers[option] = new LevelTrainer(
                level.CreateLearner(view.Space, actionSpace, SeedOf(seed, option), share, engine, isSemiMarkov: false), share);
        }

        // The value behind a switch is that of the option that acts on, where both count the same rewards in the same unit.
        _valuesAreShared = level.IsOnPolicy && !level.NormalizesRewards && settings.OptionRewards.All(static reward => !reward.IsIntrinsic);
        _policy = new OptionsPolicy(observationSpace, [.. _trainers.Select(static trainer => trainer.Policy)], view);
        PartNames = [ProgressPart, .. _trainers.SelectMany(static (trainer, option) => trainer.PartNames(OptionsPolicy.NameOf(option)))];
    }

    public string Algorithm => _trainers[0].Learner.Algorithm;

    public IPolicy Policy => _policy;

    public long Version { get; private set; }

    public int StepsPerUpdate { get; }

    public long? PlannedSteps
    {
        get => _trainers[0].Learner.PlannedSteps * _trainers.Length;
        set
        {
            // Each option gets its share of the steps, so that schedules end with the training.
            foreach (LevelTrainer trainer in _trainers)
            {
                trainer.Learner.PlannedSteps = value is { } planned ? Math.Max(1, planned / _trainers.Length) : null;
            }
        }
    }

    public IReadOnlyList<string> PartNames { get; }

    internal IReadOnlyList<LevelTrainer> Trainers => _trainers;

    /// <summary>Figures of the last updates of all options.</summary>
    internal IReadOnlyDictionary<string, double> Figures => _figures;

    /// <summary>The seed of an option's first weights and of all randomness in its training.</summary>
    public static ulong SeedOf(ulong seed, int option) => option == 0 ? seed : new RandomStream(seed, RandomPurpose.Initialization, 4, option).NextUInt64();

    public IReadOnlyDictionary<string, double> Learn(IReadOnlyList<Trajectory> trajectories)
    {
        Take(trajectories);
        return Update() ? _figures : TrainingFigures.None;
    }

    /// <summary>Takes trajectories in without an update.</summary>
    public void Take(IReadOnlyList<Trajectory> trajectories)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        foreach (Trajectory trajectory in trajectories)
        {
            Require(trajectory);
        }

        _policy.ApplyWeights();
        foreach (Trajectory trajectory in trajectories)
        {
            Add(trajectory);
        }
    }

    /// <summary>A training begins that takes the learners as they are.</summary>
    public void BeginAnew()
    {
        foreach (LevelTrainer trainer in _trainers)
        {
            trainer.BeginAnew();
        }
    }

    public IReadOnlyList<LearnerPart> Save()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(1);
        writer.WriteInt64(Version);
        _policy.ApplyWeights();
        return
        [
            new LearnerPart(ProgressPart, writer.Written.ToArray()),
            .. _trainers.SelectMany(static (trainer, option) => trainer.Save(OptionsPolicy.NameOf(option))),
        ];
    }

    public void Restore(IReadOnlyList<LearnerPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _policy.ApplyWeights();
        ReadOnlyMemory<byte>[] contents = SavedParts.Require(parts, PartNames, "the options");
        var byName = PartNames.Zip(contents).ToDictionary(static part => part.First, static part => part.Second, StringComparer.Ordinal);
        var reader = new MessagePackReader(byName[ProgressPart].Span);
        reader.ReadArrayHeader(1);
        Version = reader.ReadCount();
        for (int option = 0; option < _trainers.Length; option++)
        {
            _trainers[option].Restore(OptionsPolicy.NameOf(option), byName);
        }
    }

    private static int OptionOf(float[] state) => (int)state[0] - 1;

    private void Require(Trajectory trajectory)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        if (trajectory.InitialState.Length != _policy.StateSize || trajectory.FinalState.Length != _policy.StateSize)
        {
            throw new ArgumentException(
                $"A trajectory of an option has states of {_policy.StateSize} numbers, of which the first says the option; one has {trajectory.InitialState.Length} and {trajectory.FinalState.Length}.", nameof(trajectory));
        }

        int option = OptionOf(trajectory.InitialState);
        if (option < 0 || option >= _trainers.Length)
        {
            throw new ArgumentException($"A trajectory is of option {option}; there are {_trainers.Length}, from 0.", nameof(trajectory));
        }

        TrajectoryRules.Require(Own(trajectory, option), _trainers[option].Policy);
    }

    private void Add(Trajectory trajectory)
    {
        int option = OptionOf(trajectory.InitialState);
        _trainers[option].Add(Own(trajectory, option) with { FinalValue = ValueBehind(trajectory, option) });
    }

    // As the option's own learner takes it.
    private Trajectory Own(Trajectory trajectory, int option)
    {
        ILearner learner = _trainers[option].Learner;
        long lag = Math.Clamp(Version - trajectory.PolicyVersion, 0, learner.Version);
        int stateSize = learner.Policy.StateSize;
        return trajectory with
        {
            PolicyVersion = learner.Version - lag,
            InitialState = trajectory.InitialState[1..(1 + stateSize)],
            FinalState = trajectory.FinalState[1..(1 + stateSize)],
        };
    }

    // The value of the state in which another option took over, by that option's critic.
    private float? ValueBehind(Trajectory trajectory, int option)
    {
        int next = OptionOf(trajectory.FinalState);
        if (!_valuesAreShared || trajectory.End != TrajectoryEnd.Cut || next == option || next < 0)
        {
            return null;
        }

        var policy = (ActorCriticPolicy)_trainers[next].Policy;
        policy.Value(trajectory.FinalObservation, trajectory.FinalState[1..(1 + policy.StateSize)], _value);
        return _value[0];
    }

    private bool Update()
    {
        // Of this update only, so that a learner that was restored tells the same.
        _figures.Clear();
        bool changed = false;
        for (int option = 0; option < _trainers.Length; option++)
        {
            if (!_trainers[option].Update())
            {
                continue;
            }

            changed = true;
            foreach ((string name, double value) in _trainers[option].Figures)
            {
                _figures[$"{OptionsPolicy.NameOf(option)}/{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}"] = value;
            }
        }

        Version += changed ? 1 : 0;
        return changed;
    }
}
