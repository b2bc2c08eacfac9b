using MarketSim.Learning.Gradients;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms;

/// <summary>The common base of PPO and A2C: the policy, trajectories that wait, the journey from a rollout to new weights, and the saved state.</summary>
public abstract class ActorCriticLearner : ILearner
{
    private const int StateFields = 6;
    private static readonly string[] Parts = ["weights", "optimiser", "progress", "waiting"];
    private readonly ActorCriticOptions _options;
    private readonly ulong _seed;
    private readonly TrajectoryQueue _waiting = new();
    private readonly Rollout _rollout;
    private readonly PolicyLag _lag = new();
    private readonly RolloutPreparation _preparation;
    private readonly MinibatchSampler _sampler;
    private readonly WeightGuard _guard;
    private readonly float[] _gradients;
    private readonly IOptimiser _optimiser;
    private readonly MessagePackWriter _writer = new();
    private RandomStream _random;

    private protected ActorCriticLearner(
        UpdateRule rule, Space observationSpace, Space actionSpace, ActorCriticOptions options, ulong seed, IGradientEngine? engine)
    {
        int stepsPerUpdate = rule.StepsPerUpdate ?? options.StepsPerRollout;
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerUpdate, 1);
        Algorithm = rule.Algorithm;
        _options = options;
        _seed = seed;
        StepsPerUpdate = stepsPerUpdate;
        ActorCritic = options.CreatePolicy(observationSpace, actionSpace, seed);
        Pass = new ActorCriticPass(ActorCritic, engine ?? ManagedEngine.Instance);
        _rollout = new Rollout(observationSpace.Size, actionSpace.Size, ActorCritic.StateSize);
        _preparation = new RolloutPreparation(ActorCritic, options, Pass);
        _sampler = new MinibatchSampler(rule.BatchSize, ActorCritic.StateSize, options.StepsPerRollout);
        _gradients = new float[ActorCritic.Layout.TrainableSize];
        _optimiser = rule.Optimiser(_gradients.Length);
        _guard = new WeightGuard(rule.Algorithm, ActorCritic.Layout.Size, _gradients.Length, options.MaximumWeight, [_optimiser, _preparation]);
        _random = new RandomStream(seed, RandomPurpose.Minibatch, 0, 0);
    }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <summary>The policy with its present weights.</summary>
    public IPolicy Policy => ActorCritic;

    /// <summary>The same, with actor and critic.</summary>
    public ActorCriticPolicy ActorCritic { get; }

    /// <inheritdoc/>
    public long Version { get; private set; }

    /// <inheritdoc/>
    public int StepsPerUpdate { get; }

    /// <summary>Steps that have been learned from.</summary>
    public long StepsLearned { get; private set; }

    /// <summary>Steps of the whole training, which schedules spread over; null while it is not known: schedules stay at their beginning.</summary>
    public long? PlannedSteps { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> PartNames => Parts;

    /// <summary>The figures of the last update; the same object each time.</summary>
    internal TrainingFigures Figures { get; } = new();

    /// <summary>Gradients of the trainable weights in the last minibatch, after clipping.</summary>
    internal ReadOnlySpan<float> Gradients => _gradients;

    private protected ActorCriticPass Pass { get; }

    /// <summary>Share of the training that is done.</summary>
    private protected double Done => PlannedSteps is { } planned ? (double)StepsLearned / planned : 0;

    private protected double LearningRate => _options.LearningRate.At(Done);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Learn(IReadOnlyList<Trajectory> trajectories)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        foreach (Trajectory trajectory in trajectories)
        {
            TrajectoryRules.Require(trajectory, ActorCritic);
        }

        bool updated = false;
        foreach (Trajectory trajectory in trajectories)
        {
            long lag = Version - trajectory.PolicyVersion;
            if (lag > (_options.MaximumPolicyLag ?? long.MaxValue))
            {
                _lag.Drop(trajectory.Length);
                continue;
            }

            _waiting.Add(trajectory);
            if (_waiting.Steps >= StepsPerUpdate)
            {
                _waiting.MoveTo(_rollout);
                Learn(_rollout);
                updated = true;
            }
        }

        return updated ? Figures.Values : TrainingFigures.None;
    }

    /// <summary>
    /// Updates from a rollout whose steps the caller has checked; scales its rewards in place. When it throws, the state is as it was before, and the
    /// steps of the rollout are gone.
    /// </summary>
    internal void Learn(Rollout rollout)
    {
        _guard.Remember(ActorCritic.Weights);
        long stepsBefore = StepsLearned;
        RandomStream randomBefore = _random;
        try
        {
            Update(rollout);
        }
        catch
        {
            _guard.Revert(ActorCritic.Weights);
            StepsLearned = stepsBefore;
            _random = randomBefore;
            throw;
        }
    }

    /// <summary>Takes the statistics of observations that lie in the weights up, so that the first rollout does not replace them.</summary>
    internal void KeepStatistics() => _preparation.KeepStatistics();

    /// <summary>A training begins that takes the learner as it is: schedules are at their beginning.</summary>
    internal void BeginAnew()
    {
        StepsLearned = 0;
        PlannedSteps = null;
    }

    private void Update(Rollout rollout)
    {
        bool isFirst = Version == 0 && !_preparation.HasStatistics;
        _lag.Begin();
        foreach (TrajectorySpan segment in rollout.Segments)
        {
            _lag.Add(Version - segment.PolicyVersion, segment.Length);
        }

        StepsLearned += rollout.Steps;
        _sampler.Begin(rollout);
        _preparation.Prepare(rollout, _sampler, isFirst);
        Train(_preparation.Prepared, _sampler, ref _random);
        _preparation.Finish(rollout, isFirst);
        _guard.RequireSound(ActorCritic.Weights, [], Version);
        Version++;
        Figures.SetOrClear(TrainingFigures.ExplainedVariance, LossTerms.ExplainedVariance(_preparation.Prepared.Values, _preparation.Prepared.Returns));
        Figures.Set(TrainingFigures.LearningRate, LearningRate);
        Figures.Set(TrainingFigures.PolicyLagMean, _lag.Mean);
        Figures.Set(TrainingFigures.PolicyLagMaximum, _lag.Maximum);
        Figures.Set(TrainingFigures.DroppedSteps, _lag.DroppedSteps);
        Figures.Set(TrainingFigures.Updates, Version);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LearnerPart> Save() =>
    [
        new LearnerPart(Parts[0], SavePart(SaveWeights)),
        new LearnerPart(Parts[1], SavePart(_optimiser.Save)),
        new LearnerPart(Parts[2], SavePart(SaveProgress)),
        new LearnerPart(Parts[3], SavePart(_waiting.Save)),
    ];

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<LearnerPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ReadOnlyMemory<byte>[] contents = SavedParts.Require(parts, PartNames, Algorithm);
        var weights = new MessagePackReader(contents[0].Span);
        SavedParts.ReadWeights(ref weights, Algorithm, ActorCritic.Layout, ActorCritic.Weights);
        var optimiser = new MessagePackReader(contents[1].Span);
        _optimiser.Restore(ref optimiser);
        var progress = new MessagePackReader(contents[2].Span);
        RestoreProgress(ref progress);
        var waiting = new MessagePackReader(contents[3].Span);
        _waiting.Restore(ref waiting, ActorCritic);
    }

    /// <summary>Changes the weights from a prepared rollout.</summary>
    private protected abstract void Train(PreparedRollout rollout, MinibatchSampler sampler, ref RandomStream random);

    /// <summary>Goes back from gradients by row, and one step with the optimiser.</summary>
    /// <returns>Norm of the gradient before it was clipped.</returns>
    private protected double Step(RowGradients rows)
    {
        Array.Clear(_gradients);
        Pass.Backward(rows.LogProbabilities, rows.Entropies, rows.Values, _gradients);
        double norm = GradientNorm.Clip(_gradients, _options.MaximumGradientNorm);
        Span<float> weights = ActorCritic.Weights;
        _guard.RequireFiniteGradient(norm, Version);
        _optimiser.Step(weights[.._gradients.Length], _gradients, LearningRate);
        return norm;
    }

    /// <param name="sum">Of all losses.</param>
    /// <exception cref="LearningDivergedException">It is not finite.</exception>
    private protected void RequireFiniteLoss(double sum) => _guard.RequireFiniteLoss(double.IsFinite(sum), Version);

    private byte[] SavePart(Action<MessagePackWriter> save)
    {
        _writer.Clear();
        save(_writer);
        return _writer.Written.ToArray();
    }

    private void SaveWeights(MessagePackWriter writer) => SavedParts.WriteWeights(writer, Algorithm, ActorCritic.Layout, ActorCritic.Weights);

    private void SaveProgress(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(StateFields);
        writer.WriteInt64(Version);
        writer.WriteInt64(StepsLearned);
        writer.WriteInt64(PlannedSteps ?? -1);
        writer.WriteUInt64(_random.Position);
        writer.WriteInt64(_lag.DroppedSteps);
        _preparation.Save(writer);
    }

    private void RestoreProgress(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(StateFields);
        Version = reader.ReadCount();
        StepsLearned = reader.ReadCount();
        long planned = reader.ReadInt64();
        PlannedSteps = planned < 0 ? null : planned;
        _random = new RandomStream(_seed, RandomPurpose.Minibatch, 0, 0, reader.ReadUInt64());
        _lag.Restore(reader.ReadCount());
        _preparation.Restore(ref reader);
    }
}
