using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical.Rewards;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// Takes steps in environments and sorts the results: each option's steps into separate trajectories, each choice of the controller into one step
/// of a semi-Markov process whose reward is the discounted sum within the option (Sutton, Precup and Singh 1999).
/// </summary>
/// <remarks>
/// A trajectory of an option continues while the option is picked again, and ends where another takes over, where the episode ends, or with the rollout. So
/// the rollouts of a hierarchy of one option are those of flat learning.
/// </remarks>
internal sealed class OptionCollector
{
    private readonly EnvironmentRunner _runner;
    private readonly HierarchicalLearner _learner;
    private readonly HierarchicalPolicy _policy;
    private readonly HierarchicalSettings _settings;
    private readonly Row[] _rows;
    private readonly float[] _statesBefore;
    private readonly float[] _seen;
    private readonly bool _needsSignals;

    public OptionCollector(EnvironmentRunner runner, HierarchicalLearner learner, HierarchicalSettings settings)
    {
        _runner = runner;
        _learner = learner;
        _policy = learner.Hierarchy;
        _settings = settings;
        _rows = [.. Enumerable.Range(0, runner.Rows).Select(static _ => new Row())];
        _statesBefore = new float[runner.Rows * _policy.StateSize];
        _seen = new float[learner.OptionView.Space.Size];
        _needsSignals = settings.OptionRewards.Any(static reward => reward.NeedsSignals);
        Usage = new OptionUsage(settings.NumOptions, learner.MetaView.Space.Size, settings.UsageWindow);
    }

    public OptionUsage Usage { get; }

    /// <summary>Takes a number of steps in every environment; whose trajectories then wait for the learners.</summary>
    public void Collect(int steps)
    {
        for (int t = 0; t < steps; t++)
        {
            _policy.Controller.Explores = _learner.Controller.Explores;
            _policy.Executor.Explores = _learner.ExploringOptions();
            _runner.States.CopyTo(_statesBefore);
            _runner.Act();
            for (int row = 0; row < _rows.Length; row++)
            {
                KeepChoice(row);
                KeepStep(row);
            }

            _runner.Step();
            for (int row = 0; row < _rows.Length; row++)
            {
                KeepOutcome(row);
            }

            DeliverOffPolicy();
        }

        _policy.Controller.Explores = false;
        _policy.Executor.Explores = [];
        FlushAll();
    }

    /// <summary>The trajectories of all options that were completed since the last call, in order of environments.</summary>
    public IReadOnlyList<Trajectory> Drain()
    {
        Trajectory[] drained = [.. _rows.SelectMany(static row => row.Completed)];
        foreach (Row row in _rows)
        {
            row.Completed.Clear();
        }

        return drained;
    }

    /// <summary>A training begins.</summary>
    public void Reset()
    {
        foreach (Row row in _rows)
        {
            row.Reset();
            row.Completed.Clear();
            row.CompletedChoices.Clear();
        }

        Usage.Reset();
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_rows.Length + 1);
        Usage.Save(writer);
        foreach (Row row in _rows)
        {
            row.Save(writer);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(_rows.Length + 1);
        Usage.Restore(ref reader);
        foreach (Row row in _rows)
        {
            row.Restore(ref reader);
        }
    }

    // A choice that was made before this step begins a step of the controller, and completes the one before.
    private void KeepChoice(int number)
    {
        int choice = _policy.ChoiceOf[number];
        if (choice < 0)
        {
            return;
        }

        Row row = _rows[number];
        PolicyBatch batch = _policy.Controller.Batch;
        ReadOnlySpan<float> stateBefore = HierarchicalPolicy.ControllerState(StateBefore(number), _learner.ControllerStateSize);
        if (row.Choice.IsOpen)
        {
            Complete(row, batch.Observation(choice), stateBefore.ToArray());
        }

        row.Choice.Begin(
            batch.Observation(choice), batch.Action(choice), stateBefore, batch.LogProbabilities[choice], batch.Values[choice], _learner.Controller.Learner.Version);
        Usage.Chosen(_policy.Options[number], batch.Observation(choice));
    }

    private void KeepStep(int number)
    {
        Row row = _rows[number];
        int option = _policy.Options[number];
        PolicyBatch batch = _runner.Batch;
        _learner.OptionView.Take(batch.Observation(number), _seen);
        if (row.Steps.Count > 0 && row.Option != option)
        {
            Cut(row, _seen, Tag(option, []));
        }

        if (row.Steps.Count == 0)
        {
            ReadOnlySpan<float> before = StateBefore(number);
            bool continues = HierarchicalPolicy.OptionOf(before) == option;
            row.Steps.Begin(Tag(option, continues ? _policy.OptionState(before, _learner.OptionStateSize) : []), _learner.Options.Version, row.OptionReturn);
        }

        row.Option = option;
        row.Steps.Add(_seen, batch.Action(number), batch.LogProbabilities[number], batch.Values[number]);
    }

    private void KeepOutcome(int number)
    {
        Row row = _rows[number];
        IVectorEnvironment environment = _runner.Environment;
        double reward = environment.Rewards[number];
        bool terminated = environment.Terminated[number];
        bool isLast = terminated || environment.Truncated[number];
        IReadOnlyDictionary<string, double>? info = environment.Info(number);
        double earned = Earned(number, row, reward, info);
        row.Steps.Reward(earned);
        row.OptionReturn = (_learner.OptionLevel.Gamma * row.OptionReturn) + earned;
        row.Choice.Add(reward, _learner.ControllerLevel.Gamma);
        Usage.Stepped(number, row.Option, reward, OptionUsage.RegimeOf(info));
        ReadOnlySpan<float> final = FinalObservation(number);
        KeepForHead(number, row, final, reward, terminated);
        if (isLast)
        {
            End(number, row, final, terminated ? TrajectoryEnd.Terminated : TrajectoryEnd.Truncated);
            return;
        }

        ReadOnlySpan<float> state = _runner.States.Slice(number * _policy.StateSize, _policy.StateSize);
        if (HierarchicalPolicy.StepsLeft(state) <= 0)
        {
            Complete(row, Seen(_learner.MetaView, final), HierarchicalPolicy.ControllerState(state, _learner.ControllerStateSize).ToArray());
        }
    }

    private double Earned(int number, Row row, double reward, IReadOnlyDictionary<string, double>? info)
    {
        if (_settings.OptionRewards.Count == 0)
        {
            return reward;
        }

        if (_needsSignals)
        {
            RequireSignals(info);
        }

        StepSignals signals = StepSignals.Of(info);
        PolicyBatch batch = _runner.Batch;
        double earned = _settings.OptionRewards[row.Option].Of(new OptionStep
        {
            Option = row.Option,
            Observation = batch.Observation(number),
            Action = batch.Action(number),
            TaskReward = reward,
            Signals = signals,
            Memory = row.Memory,
        });
        row.Memory.Add(signals);
        return earned;
    }

    private static void RequireSignals(IReadOnlyDictionary<string, double>? info)
    {
        if (info is null || !info.ContainsKey(StepSignals.PositionName))
        {
            throw new InvalidOperationException(
                $"An option has a named reward, and the environment does not tell '{StepSignals.PositionName}' with its steps (StepResult.Info: {StepSignals.PositionName}, {StepSignals.MoveName}, {StepSignals.RemainingName}). Let it tell them, or give a reward of your own with OptionReward.Of.");
        }
    }

    private void KeepForHead(int number, Row row, ReadOnlySpan<float> final, double reward, bool terminated)
    {
        if (_learner.HeadSteps is { } steps)
        {
            _learner.OptionView.Take(_runner.Batch.Observation(number), _seen);
            steps.Add(_seen, Seen(_learner.OptionView, final), row.Option, (float)reward, terminated);
        }
    }

    private void End(int number, Row row, ReadOnlySpan<float> final, TrajectoryEnd end)
    {
        ReadOnlySpan<float> state = _runner.Batch.State(number);
        row.Completed.Add(
            row.Steps.Take(Seen(_learner.OptionView, final), Tag(row.Option, _policy.OptionState(state, _learner.OptionStateSize)), end) with { FinalReturn = row.OptionReturn });
        Move(row);
        AddOfController(row, Seen(_learner.MetaView, final), HierarchicalPolicy.ControllerState(state, _learner.ControllerStateSize).ToArray(), end);
        row.Reset();
    }

    private void Complete(Row row, ReadOnlySpan<float> observation, float[] state)
    {
        Move(row);
        row.Following = observation.ToArray();
        row.FollowingState = state;
    }

    // The complete step of the controller becomes part of its trajectory.
    private void Move(Row row)
    {
        if (row.Choices.Count == 0)
        {
            row.Choices.Begin(row.Choice.StateBefore, row.Choice.Version, row.ControllerReturn);
        }

        row.ControllerReturn = (row.Choice.Discount * row.ControllerReturn) + row.Choice.Reward;
        row.Choice.MoveTo(row.Choices);
    }

    private void DeliverOffPolicy()
    {
        if (!_learner.OptionLevel.IsOnPolicy)
        {
            FlushAllSteps();
            _learner.TakeOptions(Drain());
        }

        if (!_learner.ControllerLevel.IsOnPolicy)
        {
            FlushAllChoices();

            // Below it, rounds are long.
            if (_learner.OptionLevel.IsOnPolicy && !_settings.OptionsAreFrozen)
            {
                _learner.LearnController();
            }
        }
    }

    private void FlushAll()
    {
        FlushAllSteps();
        FlushAllChoices();
    }

    private void FlushAllSteps()
    {
        for (int row = 0; row < _rows.Length; row++)
        {
            FlushSteps(row);
        }
    }

    // In order of environments, whenever their episodes ended.
    private void FlushAllChoices()
    {
        foreach (Row row in _rows)
        {
            if (row.Choices.Count > 0)
            {
                AddOfController(row, row.Following, row.FollowingState, TrajectoryEnd.Cut);
            }

            if (!_settings.MetaIsRandom)
            {
                row.CompletedChoices.ForEach(_learner.Controller.Add);
            }

            row.CompletedChoices.Clear();
        }
    }

    private void FlushSteps(int number)
    {
        Row row = _rows[number];
        if (row.Steps.Count > 0)
        {
            ReadOnlySpan<float> state = _runner.Batch.State(number);
            Cut(row, Seen(_learner.OptionView, FinalObservation(number)), Tag(row.Option, _policy.OptionState(state, _learner.OptionStateSize)));
        }
    }

    private void Cut(Row row, ReadOnlySpan<float> seen, float[] state) => row.Completed.Add(row.Steps.Take(seen, state, TrajectoryEnd.Cut) with { FinalReturn = row.OptionReturn });

    private static void AddOfController(Row row, ReadOnlySpan<float> seen, float[] state, TrajectoryEnd end) =>
        row.CompletedChoices.Add(row.Choices.Take(seen, state, end));

    private ReadOnlySpan<float> StateBefore(int number) => _statesBefore.AsSpan(number * _policy.StateSize, _policy.StateSize);

    private ReadOnlySpan<float> FinalObservation(int number)
    {
        int size = _policy.ObservationSpace.Size;
        return _runner.Environment.FinalObservations.Slice(number * size, size);
    }

    private static float[] Seen(FeatureView view, ReadOnlySpan<float> observation)
    {
        float[] seen = new float[view.Space.Size];
        view.Take(observation, seen);
        return seen;
    }

    private float[] Tag(int option, ReadOnlySpan<float> state)
    {
        float[] tagged = new float[1 + _learner.OptionStateSize];
        tagged[0] = option + 1;
        state.CopyTo(tagged.AsSpan(1));
        return tagged;
    }

    /// <summary>The open choice of one environment.</summary>
    private sealed class Row
    {
        private const int FieldCount = 5;

        /// <summary>A field, because it is changed in place.</summary>
        public SignalMemory Memory;

        public TrajectoryBuilder Steps { get; } = new();

        public TrajectoryBuilder Choices { get; } = new();

        public OpenChoice Choice { get; } = new();

        /// <summary>Trajectories of options that are complete, in order of time.</summary>
        public List<Trajectory> Completed { get; } = [];

        /// <summary>Trajectories of the controller that are complete, in order of time.</summary>
        public List<Trajectory> CompletedChoices { get; } = [];

        public int Option { get; set; } = -1;

        /// <summary>Discounted sum of the episode's rewards as the options count them.</summary>
        public double OptionReturn { get; set; }

        /// <summary>Discounted sum of the episode's rewards up to the open choice.</summary>
        public double ControllerReturn { get; set; }

        /// <summary>The controller's observation after the last complete step.</summary>
        public float[] Following { get; set; } = [];

        public float[] FollowingState { get; set; } = [];

        public void Reset()
        {
            Steps.Clear();
            Choices.Clear();
            Choice.Abandon();
            (Memory, Option, OptionReturn, ControllerReturn) = (default, -1, 0, 0);
        }

        public void Save(MessagePackWriter writer)
        {
            writer.WriteArrayHeader(FieldCount);
            writer.WriteInt64(Option);
            writer.WriteDouble(OptionReturn);
            writer.WriteDouble(ControllerReturn);
            Memory.Save(writer);
            Choice.Save(writer);
        }

        public void Restore(ref MessagePackReader reader)
        {
            Reset();
            reader.ReadArrayHeader(FieldCount);
            Option = reader.ReadInt32();
            OptionReturn = reader.ReadDouble();
            ControllerReturn = reader.ReadDouble();
            Memory.Restore(ref reader);
            Choice.Restore(ref reader);
        }
    }
}
