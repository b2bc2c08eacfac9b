using MarketSim.Learning.Gradients;
using MarketSim.Learning.Normalization;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using System.Globalization;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>Soft actor-critic (Haarnoja et al. 2018, arXiv:1812.05905) with a replay buffer. Weights that acted may be of any age; their lag is measured.</summary>
public sealed class SacLearner : ILearner
{
    private const int FixedParts = 4;
    private const float MaxReward = 10;
    private const int ProgressFields = 10;
    private readonly SacOptions _options;
    private readonly SacPolicy _policy;
    private readonly SacModel _model;
    private readonly ISacStep _step;
    private readonly ReplayBuffer _replay;
    private readonly ReplayBatch _batch;
    private readonly RunningStatistics? _statistics;
    private readonly RunningStatistics? _returns;
    private readonly WeightGuard _guard;
    private readonly PolicyLag _lag = new();
    private readonly float[] _unitAction;
    private readonly float[] _features;
    private readonly float[] _nextFeatures;
    private readonly ulong _seed;
    private readonly string[] _partNames;
    private readonly SemiMarkovDiscounts? _discounts;
    private readonly MessagePackWriter _writer = new();
    private RandomStream _replayRandom;
    private RandomStream _actionRandom;
    private int _waitingSteps;
    private double _owedGradientSteps;
    private long _gradientSteps;

    /// <param name="seed">Of the first weights, of what is drawn from the replay buffer, and of actions in training.</param>
    /// <param name="engine">Gradient engine; null for the managed one.</param>
    public SacLearner(Space observationSpace, Space actionSpace, SacOptions? options = null, ulong seed = 0, IGradientEngine? engine = null)
        : this(observationSpace, actionSpace, options, seed, engine, isSemiMarkov: false)
    {
    }

    /// <param name="isSemiMarkov">True if trajectories have <see cref="Trajectory.Durations"/>.</param>
    internal SacLearner(Space observationSpace, Space actionSpace, SacOptions? options, ulong seed, IGradientEngine? engine, bool isSemiMarkov)
    {
        _options = options ?? new SacOptions();
        _seed = seed;
        _policy = _options.CreatePolicy(observationSpace, actionSpace, seed);
        OptionChecks.RequireRoom(
            _options.BatchSize,
            _options.HiddenSizes.Append(_policy.Encoder.FeatureSize + actionSpace.Size).Max(),
            nameof(SacOptions.BatchSize),
            _options.BatchSize);
        _model = new SacModel(_policy, _options, seed, engine ?? ManagedEngine.Instance);
        _step = _policy.Box is null ? new DiscreteSacStep(_model) : new ContinuousSacStep(_model);
        _discounts = isSemiMarkov ? new SemiMarkovDiscounts(_options.Gamma) : null;
        _replay = new ReplayBuffer(observationSpace.Size, actionSpace.Size, _options.ReplayCapacity, hasDiscounts: isSemiMarkov);
        _batch = new ReplayBatch(_options.BatchSize, observationSpace.Size, actionSpace.Size);
        _batch.Discounts.Fill((float)_options.Gamma);
        _statistics = _policy.Encoder.Normalizes ? new RunningStatistics(observationSpace.Size) : null;
        _returns = _options.NormalizeRewards ? new RunningStatistics(1) : null;
        _guard = new WeightGuard(Algorithm, _policy.Layout.Size, _policy.Layout.TrainableSize, _options.MaximumWeight, [_model]);
        _unitAction = new float[actionSpace.Size];
        _features = new float[_options.BatchSize * _policy.Encoder.FeatureSize];
        _nextFeatures = new float[_features.Length];
        _replayRandom = new RandomStream(seed, RandomPurpose.Replay, 0, 0);
        _actionRandom = new RandomStream(seed, RandomPurpose.ActionSampling, 2, 0);
        _partNames =
        [
            "weights",
            "critics",
            "optimisers",
            "progress",
            .. Enumerable.Range(0, _replay.ChunkCount).Select(static chunk => string.Create(CultureInfo.InvariantCulture, $"replay-{chunk:D5}")),
        ];
    }

    /// <inheritdoc/>
    public string Algorithm => "SAC";

    /// <inheritdoc/>
    public IPolicy Policy => _policy;

    /// <inheritdoc/>
    public long Version { get; private set; }

    /// <inheritdoc/>
    public int StepsPerUpdate => _options.StepsPerUpdate;

    /// <summary>Steps that have been taken into the replay buffer.</summary>
    public long StepsLearned { get; private set; }

    /// <summary>Steps of the whole training, which schedules spread over; null while it is not known: schedules stay at their beginning.</summary>
    public long? PlannedSteps { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> PartNames => _partNames;

    internal TrainingFigures Figures { get; } = new();

    /// <summary>True while actions are drawn uniformly.</summary>
    internal bool ExploresAtRandom => StepsLearned < _options.LearningStarts;

    private double LearningRate => _options.LearningRate.At(PlannedSteps is { } planned ? (double)StepsLearned / planned : 0);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Learn(IReadOnlyList<Trajectory> trajectories)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        foreach (Trajectory trajectory in trajectories)
        {
            TrajectoryRules.Require(trajectory, _policy);
            RequireDurations(trajectory);
        }

        Take(trajectories);
        return Update() ? Figures.Values : TrainingFigures.None;
    }

    /// <summary>Takes trajectories that the caller has checked into the replay buffer, without an update.</summary>
    internal void Take(IReadOnlyList<Trajectory> trajectories)
    {
        _lag.Begin();
        int observationSize = _policy.ObservationSpace.Size;
        int actionSize = _policy.ActionSpace.Size;
        foreach (Trajectory trajectory in trajectories)
        {
            _lag.Add(Version - trajectory.PolicyVersion, trajectory.Length);
            double discounted = trajectory.InitialReturn;
            for (int t = 0; t < trajectory.Length; t++)
            {
                bool isLast = t == trajectory.Length - 1;
                double discount = _discounts?.Of(trajectory.Durations![t]) ?? _options.Gamma;
                discounted = isLast && trajectory.FinalReturn is { } final ? final : (discount * discounted) + trajectory.Rewards[t];
                Add(
                    trajectory.Observations.AsSpan(t * observationSize, observationSize),
                    trajectory.Actions.AsSpan(t * actionSize, actionSize),
                    trajectory.Rewards[t],
                    isLast ? trajectory.FinalObservation : trajectory.Observations.AsSpan((t + 1) * observationSize, observationSize),
                    isLast && trajectory.End == TrajectoryEnd.Terminated,
                    discounted,
                    discount);
            }
        }
    }

    /// <summary>Takes one transition in, whose numbers the caller has checked.</summary>
    /// <param name="action">As an environment takes it.</param>
    /// <param name="discountedReturn">Of the episode up to and with this reward, by <see cref="SacOptions.Gamma"/>; for the scale of rewards.</param>
    /// <param name="discount">Of the next state.</param>
    internal void Add(
        ReadOnlySpan<float> observation,
        ReadOnlySpan<float> action,
        float reward,
        ReadOnlySpan<float> nextObservation,
        bool terminated,
        double discountedReturn,
        double discount)
    {
        if (_policy.Box is { } box)
        {
            ActionBounds.ToUnit(box, action, _unitAction);
        }
        else
        {
            action.CopyTo(_unitAction);
        }

        _replay.Add(observation, _unitAction, reward, nextObservation, terminated, (float)discount);
        _statistics?.Update(observation);
        _returns?.Update([(float)discountedReturn]);
        StepsLearned++;
        _waitingSteps++;
        _owedGradientSteps += StepsLearned > _options.LearningStarts ? _options.GradientStepsPerStep : 0;
    }

    /// <summary>Takes the gradient steps that are due.</summary>
    /// <returns>False when none is.</returns>
    /// <remarks>When it throws, the state is as it was before: the steps are still owed.</remarks>
    internal bool Update()
    {
        if (_waitingSteps < StepsPerUpdate || _owedGradientSteps < 1)
        {
            return false;
        }

        _guard.Remember(_policy.Weights);
        (int, double, long, RandomStream, RandomStream) before = (_waitingSteps, _owedGradientSteps, _gradientSteps, _replayRandom, _actionRandom);
        try
        {
            TakeOwedSteps();
        }
        catch
        {
            _guard.Revert(_policy.Weights);
            (_waitingSteps, _owedGradientSteps, _gradientSteps, _replayRandom, _actionRandom) = before;
            throw;
        }

        Version++;
        Figures.Set(TrainingFigures.Updates, Version);
        Figures.Set(TrainingFigures.PolicyLagMean, _lag.Mean);
        Figures.Set(TrainingFigures.PolicyLagMaximum, _lag.Maximum);
        return true;
    }

    /// <summary>
    /// A training begins that takes the learner as it is: schedules are at their beginning. What has explored already does not explore again.
    /// </summary>
    internal void BeginAnew()
    {
        StepsLearned = Math.Min(StepsLearned, _options.LearningStarts);
        PlannedSteps = null;
    }

    private void RequireDurations(Trajectory trajectory)
    {
        if ((trajectory.Durations is null) != (_discounts is null))
        {
            throw new ArgumentException(
                $"{nameof(Trajectory.Durations)} must be given where the learner is that of a controller of options, and nowhere else.", nameof(trajectory));
        }
    }

    private void TakeOwedSteps()
    {
        _waitingSteps = 0;
        if (_statistics is not null)
        {
            _policy.Encoder.SetMoments(_policy.Weights, _statistics.Means, _statistics.Variances);
        }

        for (; _owedGradientSteps >= 1; _owedGradientSteps--)
        {
            TakeGradientStep();
        }

        _guard.RequireSound(_policy.Weights, _model.Critic.Parameters, Version);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LearnerPart> Save()
    {
        byte[][] parts = new byte[_partNames.Length][];
        parts[0] = SavePart(writer => SavedParts.WriteWeights(writer, Algorithm, _policy.Layout, _policy.Weights));
        parts[1] = SavePart(_model.Critic.Save);
        parts[2] = SavePart(SaveOptimisers);
        parts[3] = SavePart(SaveProgress);
        for (int chunk = 0; chunk < _replay.ChunkCount; chunk++)
        {
            parts[FixedParts + chunk] = _replay.SaveChunk(chunk);
        }

        return [.. parts.Select((content, part) => new LearnerPart(_partNames[part], content))];
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<LearnerPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ReadOnlyMemory<byte>[] contents = SavedParts.Require(parts, _partNames, Algorithm);
        var weights = new MessagePackReader(contents[0].Span);
        SavedParts.ReadWeights(ref weights, Algorithm, _policy.Layout, _policy.Weights);
        var critics = new MessagePackReader(contents[1].Span);
        _model.Critic.Restore(ref critics);
        var optimisers = new MessagePackReader(contents[2].Span);
        optimisers.ReadArrayHeader(2);
        _model.ActorOptimiser.Restore(ref optimisers);
        _model.EntropyWeight.Restore(ref optimisers);
        var progress = new MessagePackReader(contents[3].Span);
        RestoreProgress(ref progress);
        for (int chunk = 0; chunk < _replay.ChunkCount; chunk++)
        {
            _replay.RestoreChunk(chunk, contents[FixedParts + chunk].Span);
        }
    }

    /// <summary>The smaller of both critics' values of an action.</summary>
    /// <param name="action">As an environment takes it.</param>
    internal double ActionValue(ReadOnlySpan<float> observation, ReadOnlySpan<float> action)
    {
        float[] features = new float[_policy.Encoder.FeatureSize];
        _policy.Encoder.Encode(_policy.Weights, observation, features);
        float[] stored = action.ToArray();
        if (_policy.Box is { } box)
        {
            ActionBounds.ToUnit(box, action, stored);
        }

        return _step.ActionValue(features, stored);
    }

    private void TakeGradientStep()
    {
        _replay.Sample(ref _replayRandom, _batch);
        ScaleRewards(_batch.Rewards);
        _policy.Encoder.Encode(_policy.Weights, _batch.Observations, _features);
        _policy.Encoder.Encode(_policy.Weights, _batch.NextObservations, _nextFeatures);
        float alpha = _model.EntropyWeight.Value;
        SacLosses losses = _step.Step(_batch, _features, _nextFeatures, LearningRate, ref _actionRandom);
        _guard.RequireFiniteLoss(losses.AreFinite, Version);
        _gradientSteps++;
        Figures.Set(TrainingFigures.CriticLoss, losses.Critic);
        Figures.Set(TrainingFigures.ActorLoss, losses.Actor);
        Figures.Set(TrainingFigures.EntropyCoefficient, alpha);
        Figures.Set(TrainingFigures.EntropyCoefficientLoss, losses.EntropyWeight);
        Figures.Set(TrainingFigures.Entropy, -losses.MeanLogProbability);
        Figures.Set(TrainingFigures.LearningRate, LearningRate);
        Figures.Set(TrainingFigures.GradientSteps, _gradientSteps);
    }

    private void ScaleRewards(Span<float> rewards)
    {
        if (_returns is null)
        {
            return;
        }

        float scale = (float)(1 / Math.Sqrt(_returns.Variances[0] + 1e-8));
        foreach (ref float reward in rewards)
        {
            reward = Math.Clamp(reward * scale, -MaxReward, MaxReward);
        }
    }

    private byte[] SavePart(Action<MessagePackWriter> save)
    {
        _writer.Clear();
        save(_writer);
        return _writer.Written.ToArray();
    }

    private void SaveOptimisers(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        _model.ActorOptimiser.Save(writer);
        _model.EntropyWeight.Save(writer);
    }

    private void SaveProgress(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(ProgressFields + (_returns is null ? 0 : 1));
        writer.WriteInt64(Version);
        writer.WriteInt64(StepsLearned);
        writer.WriteInt64(PlannedSteps ?? -1);
        writer.WriteUInt64(_replayRandom.Position);
        writer.WriteUInt64(_actionRandom.Position);
        writer.WriteInt64(_waitingSteps);
        writer.WriteDouble(_owedGradientSteps);
        writer.WriteInt64(_gradientSteps);
        _replay.SavePosition(writer);
        if (_statistics is null)
        {
            writer.WriteNil();
        }
        else
        {
            _statistics.Save(writer);
        }

        _returns?.Save(writer);
    }

    private void RestoreProgress(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(ProgressFields + (_returns is null ? 0 : 1));
        Version = reader.ReadCount();
        StepsLearned = reader.ReadCount();
        long planned = reader.ReadInt64();
        PlannedSteps = planned < 0 ? null : planned;
        _replayRandom = new RandomStream(_seed, RandomPurpose.Replay, 0, 0, reader.ReadUInt64());
        _actionRandom = new RandomStream(_seed, RandomPurpose.ActionSampling, 2, 0, reader.ReadUInt64());
        _waitingSteps = reader.ReadInt32();
        _owedGradientSteps = reader.ReadDouble();
        _gradientSteps = reader.ReadCount();
        _replay.RestorePosition(ref reader);
        if (!reader.TryReadNil())
        {
            (_statistics ?? throw new InvalidDataException("The saved state normalises observations; this learner does not.")).Restore(ref reader);
        }

        _returns?.Restore(ref reader);
    }
}
