using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Rollouts;

/// <summary>
/// A policy that acts in a vector of environments. Row i draws its actions from a separate stream, and keeps its recurrent state from step to
/// step, so that a row depends neither on the others nor on how many there are.
/// </summary>
internal sealed class EnvironmentRunner
{
    private const int SavedFields = 4;
    private readonly IPolicy _policy;
    private readonly float[] _environmentActions;
    private readonly float[] _states;
    private readonly RandomStream[] _random;
    private ulong _seed;

    public EnvironmentRunner(IVectorEnvironment environment, IPolicy policy)
    {
        if (environment.ObservationSpace.Size != policy.ObservationSpace.Size || environment.ActionSpace.Size != policy.ActionSpace.Size)
        {
            throw new ArgumentException(
                $"The environment has observations of size {environment.ObservationSpace.Size} and actions of size {environment.ActionSpace.Size}; "
                + $"the policy has {policy.ObservationSpace.Size} and {policy.ActionSpace.Size}.",
                nameof(environment));
        }

        Environment = environment;
        _policy = policy;
        int rows = environment.Count;
        Batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        Batch.Resize(rows);
        _environmentActions = new float[rows * policy.ActionSpace.Size];
        _states = new float[rows * policy.StateSize];
        _random = new RandomStream[rows];
        Statistics = new EpisodeStatistics(rows);
    }

    public IVectorEnvironment Environment { get; }

    public int Rows => _random.Length;

    /// <summary>The observations and actions of the last <see cref="Act"/>.</summary>
    public PolicyBatch Batch { get; }

    public EpisodeStatistics Statistics { get; }

    /// <summary>Recurrent states before the next act: zero where an episode begins.</summary>
    public ReadOnlySpan<float> States => _states;

    /// <summary>Begins the first episodes.</summary>
    /// <param name="evaluates">True if episode k is to have the same seed for every number of environments.</param>
    public void Begin(ulong seed, bool evaluates = false)
    {
        _seed = seed;
        if (evaluates)
        {
            Environment.ResetForEvaluation(seed);
        }
        else
        {
            Environment.Reset(seed);
        }

        Array.Clear(_states);
        Statistics.Reset();
        for (int row = 0; row < _random.Length; row++)
        {
            _random[row] = Stream(row, 0);
        }

        RequireFiniteObservations();
    }

    /// <summary>Decides actions for the present observations; environments are not moved yet.</summary>
    public void Act(bool deterministic = false)
    {
        Environment.Observations.CopyTo(Batch.Observations);
        _states.AsSpan().CopyTo(Batch.States);
        _random.AsSpan().CopyTo(Batch.Random);
        _policy.Act(Batch, deterministic);
        Batch.Random.CopyTo(_random);
    }

    /// <summary>Draws actions uniformly from their space instead of asking the policy.</summary>
    public void ActAtRandom()
    {
        Space space = _policy.ActionSpace;
        Environment.Observations.CopyTo(Batch.Observations);
        for (int row = 0; row < Rows; row++)
        {
            space.Sample(ref _random[row], Batch.Action(row));
        }
    }

    /// <summary>Carries the decided actions out. The environment's spans then show their results.</summary>
    /// <exception cref="ArgumentException">An observation or reward is not finite.</exception>
    public void Step()
    {
        int actionSize = _policy.ActionSpace.Size;
        Batch.Actions.CopyTo(_environmentActions);
        for (int row = 0; row < Rows; row++)
        {
            _policy.ClipAction(_environmentActions.AsSpan(row * actionSize, actionSize));
        }

        Environment.Step(_environmentActions);
        RequireFiniteObservations();
        FiniteCheck.RequireRewards(Environment.Rewards, Statistics.RunningLengths, nameof(Environment));
        Batch.States.CopyTo(_states);
        for (int row = 0; row < Rows; row++)
        {
            bool isLast = Environment.Terminated[row] || Environment.Truncated[row];
            Statistics.Add(row, Environment.Rewards[row], isLast);
            if (isLast)
            {
                _states.AsSpan(row * _policy.StateSize, _policy.StateSize).Clear();
            }
        }
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(SavedFields + _random.Length);
        writer.WriteUInt64(_seed);
        writer.WriteFloats(_states);
        Statistics.Save(writer);
        Environment.Save(writer);
        foreach (RandomStream random in _random)
        {
            writer.WriteUInt64(random.Position);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(SavedFields + _random.Length);
        _seed = reader.ReadUInt64();
        reader.ReadFloats(_states, "recurrent states");
        Statistics.Restore(ref reader);
        Environment.Restore(ref reader);
        for (int row = 0; row < _random.Length; row++)
        {
            _random[row] = Stream(row, reader.ReadUInt64());
        }
    }

    private RandomStream Stream(int row, ulong position) => new(_seed, RandomPurpose.ActionSampling, 0, row, position);

    private void RequireFiniteObservations()
    {
        int size = _policy.ObservationSpace.Size;
        FiniteCheck.Require(Environment.Observations, "observation", size, "environment", nameof(Environment));
        FiniteCheck.Require(Environment.FinalObservations, "observation", size, "environment", nameof(Environment));
    }
}
