using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Rollouts;

/// <summary>Fills rollouts of a fixed number of steps of every environment; each environment's steps lie together, in order.</summary>
internal sealed class RolloutCollector
{
    private readonly EnvironmentRunner _runner;
    private readonly int _stepsPerRow;
    private readonly double _gamma;
    private readonly int _stateSize;
    private readonly float[] _openStates;
    private readonly double[] _openReturns;
    private readonly double[] _returns;
    private readonly int[] _openSince;

    /// <param name="stepsPerRow">Steps of each environment per rollout.</param>
    /// <param name="gamma">Discount of the returns that rewards are normalised by.</param>
    public RolloutCollector(EnvironmentRunner runner, IPolicy policy, int stepsPerRow, double gamma)
    {
        _runner = runner;
        _stepsPerRow = stepsPerRow;
        _gamma = gamma;
        _stateSize = policy.StateSize;
        int rows = runner.Rows;
        Rollout = new Rollout(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        _openStates = new float[rows * _stateSize];
        _openReturns = new double[rows];
        _returns = new double[rows];
        _openSince = new int[rows];
    }

    /// <summary>The rollout that was collected last.</summary>
    public Rollout Rollout { get; }

    /// <param name="version">Number of the weights that act.</param>
    public void Collect(long version)
    {
        int rows = _runner.Rows;
        Rollout.Begin(rows * _stepsPerRow);
        for (int row = 0; row < rows; row++)
        {
            Open(row, 0);
        }

        for (int t = 0; t < _stepsPerRow; t++)
        {
            _runner.Act();
            Keep(t);
            _runner.Step();
            KeepOutcome(t, version);
        }

        Rollout.SortSegments();
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_returns.Length);
        foreach (double value in _returns)
        {
            writer.WriteDouble(value);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(_returns.Length);
        for (int i = 0; i < _returns.Length; i++)
        {
            _returns[i] = reader.ReadDouble();
        }
    }

    public void Reset() => Array.Clear(_returns);

    private void Open(int row, int t)
    {
        _openSince[row] = t;
        _openReturns[row] = _returns[row];
        _runner.States.Slice(row * _stateSize, _stateSize).CopyTo(_openStates.AsSpan(row * _stateSize));
    }

    private void Keep(int t)
    {
        PolicyBatch batch = _runner.Batch;
        Span<float> logProbabilities = Rollout.LogProbabilities;
        Span<float> values = Rollout.Values;
        for (int row = 0; row < batch.Rows; row++)
        {
            int step = (row * _stepsPerRow) + t;
            batch.Observation(row).CopyTo(Rollout.Observation(step));
            batch.Action(row).CopyTo(Rollout.Action(step));
            logProbabilities[step] = batch.LogProbabilities[row];
            values[step] = batch.Values[row];
        }
    }

    private void KeepOutcome(int t, long version)
    {
        IVectorEnvironment environment = _runner.Environment;
        Span<float> rewards = Rollout.Rewards;
        for (int row = 0; row < environment.Count; row++)
        {
            double reward = environment.Rewards[row];
            rewards[(row * _stepsPerRow) + t] = (float)reward;
            _returns[row] = (_gamma * _returns[row]) + reward;
            bool isLast = environment.Terminated[row] || environment.Truncated[row];
            if (isLast || t == _stepsPerRow - 1)
            {
                TrajectoryEnd end = environment.Terminated[row] ? TrajectoryEnd.Terminated : isLast ? TrajectoryEnd.Truncated : TrajectoryEnd.Cut;
                Close(row, t, end, version);
                _returns[row] = isLast ? 0 : _returns[row];
                Open(row, t + 1);
            }
        }
    }

    private void Close(int row, int t, TrajectoryEnd end, long version)
    {
        int since = _openSince[row];
        int slot = Rollout.AddSegment((row * _stepsPerRow) + since, t + 1 - since, end, version, _openReturns[row]);
        int observationSize = Rollout.ObservationSize;
        _runner.Environment.FinalObservations.Slice(row * observationSize, observationSize).CopyTo(Rollout.FinalObservation(slot));
        _openStates.AsSpan(row * _stateSize, _stateSize).CopyTo(Rollout.InitialState(slot));
        _runner.Batch.State(row).CopyTo(Rollout.FinalState(slot));
    }
}
