using MarketSim.Learning.Networks;
using MarketSim.Learning.Normalization;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms;

/// <summary>Turns a rollout into what is trained on: scaled rewards, encoded observations, advantages and returns.</summary>
/// <remarks>
/// Statistics of observations take a rollout in after it has been trained on, so that the ratio of probabilities begins at 1; the first rollout
/// before, because there are none yet.
/// </remarks>
internal sealed class RolloutPreparation : IRollbackScope
{
    /// <summary>Observations that statistics taken up from elsewhere count as.</summary>
    private const double KeptCount = 10_000;

    private readonly ActorCriticPolicy _policy;
    private readonly ActorCriticOptions _options;
    private readonly ActorCriticPass _pass;
    private readonly RunningStatistics? _observationStatistics;
    private readonly RewardScale? _rewardScale;
    private readonly SemiMarkovDiscounts _discounts;
    private FloatBuffer _bootstraps;
    private FloatBuffer _states;
    private FloatBuffer _logRatios;

    public RolloutPreparation(ActorCriticPolicy policy, ActorCriticOptions options, ActorCriticPass pass)
    {
        _policy = policy;
        _options = options;
        _pass = pass;
        _observationStatistics = policy.Encoder.Normalizes ? new RunningStatistics(policy.ObservationSpace.Size) : null;
        _rewardScale = options.NormalizeRewards ? new RewardScale(options.Gamma) : null;
        _discounts = new SemiMarkovDiscounts(options.Gamma);
        Prepared = new PreparedRollout(policy.Encoder.FeatureSize, policy.ActionSpace.Size);
    }

    public PreparedRollout Prepared { get; }

    public bool IsFinite => _observationStatistics?.IsFinite != false && _rewardScale?.IsFinite != false;

    /// <summary>True when observation statistics were taken over from the policy's weights.</summary>
    public bool HasStatistics => _observationStatistics?.Count >= KeptCount;

    /// <summary>Takes up the statistics that lie in the policy's weights, as those of so many observations.</summary>
    public void KeepStatistics()
    {
        if (_observationStatistics is not null)
        {
            (double[] means, double[] variances) = _policy.Encoder.Moments(_policy.Weights);
            _observationStatistics.Begin(KeptCount, means, variances);
        }
    }

    public void Remember()
    {
        _observationStatistics?.Remember();
        _rewardScale?.Remember();
    }

    public void Revert()
    {
        _observationStatistics?.Revert();
        _rewardScale?.Revert();
    }

    /// <param name="sampler">Has taken the rollout up.</param>
    /// <param name="isFirst">True before the first update.</param>
    public void Prepare(Rollout rollout, MinibatchSampler sampler, bool isFirst)
    {
        _rewardScale?.Apply(rollout);
        if (isFirst)
        {
            TakeObservations(rollout);
        }

        Prepared.Begin(rollout);
        _policy.Encoder.Encode(_policy.Weights, rollout.Observations, Prepared.Features);
        bool valuesAreOld = _observationStatistics is not null && isFirst;
        if (_options.VTrace || valuesAreOld)
        {
            Recompute(rollout, sampler);
        }

        Estimate(rollout, Bootstraps(rollout));
    }

    /// <summary>Takes the rollout that has been trained on into the statistics.</summary>
    public void Finish(Rollout rollout, bool isFirst)
    {
        if (!isFirst)
        {
            TakeObservations(rollout);
        }
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader((_observationStatistics is null ? 0 : 1) + (_rewardScale is null ? 0 : 1));
        _observationStatistics?.Save(writer);
        _rewardScale?.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader((_observationStatistics is null ? 0 : 1) + (_rewardScale is null ? 0 : 1));
        _observationStatistics?.Restore(ref reader);
        _rewardScale?.Restore(ref reader);
    }

    private void TakeObservations(Rollout rollout)
    {
        if (_observationStatistics is not null)
        {
            _observationStatistics.Update(rollout.Observations);
            _policy.Encoder.SetMoments(_policy.Weights, _observationStatistics.Means, _observationStatistics.Variances);
        }
    }

    /// <summary>Values by the present weights and, for V-trace, log-probabilities.</summary>
    private void Recompute(Rollout rollout, MinibatchSampler sampler)
    {
        sampler.TakeAll();
        _pass.Forward(Prepared, sampler.Current, differentiable: false);
        ReadOnlySpan<int> steps = sampler.Current.Rows;
        Span<float> logRatios = _logRatios.Take(rollout.Steps);
        for (int row = 0; row < steps.Length; row++)
        {
            int step = steps[row];
            if (step < 0)
            {
                continue;
            }

            Prepared.Values[step] = _pass.Values[row];
            if (_options.VTrace)
            {
                logRatios[step] = _pass.LogProbabilities[row] - rollout.LogProbabilities[step];
                Prepared.LogProbabilities[step] = _pass.LogProbabilities[row];
            }
        }
    }

    private ReadOnlySpan<float> Bootstraps(Rollout rollout)
    {
        Span<float> values = _bootstraps.Take(rollout.SegmentCount);
        Span<float> states = _states.Take(rollout.FinalStates.Length);
        rollout.FinalStates.CopyTo(states);
        _policy.Value(rollout.FinalObservations, states, values);
        return values;
    }

    private void Estimate(Rollout rollout, ReadOnlySpan<float> bootstraps)
    {
        foreach (TrajectorySpan segment in rollout.Segments)
        {
            float bootstrap = segment.End == TrajectoryEnd.Terminated ? 0 : segment.FinalValue ?? bootstraps[segment.Slot];
            Range range = segment.Start..(segment.Start + segment.Length);
            var valued = new ValuedSegment(rollout.Rewards[range], Prepared.Values[range], bootstrap, _options.Gamma)
            {
                Discounts = rollout.HasDurations ? _discounts.Of(rollout.Durations[range]) : [],
            };
            Span<float> advantages = Prepared.Advantages[range];
            Span<float> returns = Prepared.Returns[range];
            if (_options.VTrace)
            {
                VTrace.Estimate(valued, _logRatios.Taken(rollout.Steps)[range], _options.GaeLambda, VTraceClips.Standard, advantages, returns);
            }
            else
            {
                GeneralizedAdvantage.Estimate(valued, _options.GaeLambda, advantages, returns);
            }
        }
    }
}
