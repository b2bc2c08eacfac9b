using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical;

/// <summary>One learner of a hierarchy and the trajectories that wait for its next update.</summary>
internal sealed class LevelTrainer
{
    private readonly ActorCriticLearner? _onPolicy;
    private readonly int _minimum;
    private readonly TrajectoryQueue _waiting = new();
    private readonly Rollout? _rollout;

    /// <param name="minimum">Steps that an update of PPO or A2C waits for; it takes all that wait.</param>
    public LevelTrainer(ILearner learner, int minimum)
    {
        Learner = learner;
        _minimum = minimum;
        _onPolicy = learner as ActorCriticLearner;
        IPolicy policy = learner.Policy;
        _rollout = _onPolicy is null ? null : new Rollout(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
    }

    public ILearner Learner { get; }

    public IPolicy Policy => Learner.Policy;

    /// <summary>True while actions are drawn uniformly.</summary>
    public bool Explores => Learner is SacLearner { ExploresAtRandom: true };

    /// <summary>Figures of the last update.</summary>
    public IReadOnlyDictionary<string, double> Figures => _onPolicy?.Figures.Values ?? ((SacLearner)Learner).Figures.Values;

    public void Add(Trajectory trajectory)
    {
        if (_onPolicy is not null)
        {
            _waiting.Add(trajectory);
        }
        else
        {
            ((SacLearner)Learner).Take([trajectory]);
        }
    }

    /// <summary>Learns from what waits, if that is enough.</summary>
    /// <returns>True if the weights changed.</returns>
    /// <exception cref="LearningDivergedException">It has diverged; its weights before the update are kept.</exception>
    public bool Update()
    {
        long before = Learner.Version;
        if (_onPolicy is not null)
        {
            if (_waiting.Steps >= _minimum)
            {
                _waiting.MoveTo(_rollout!);
                _onPolicy.Learn(_rollout!);
            }
        }
        else
        {
            ((SacLearner)Learner).Update();
        }

        return Learner.Version != before;
    }

    /// <summary>A training begins that takes the learner as it is.</summary>
    public void BeginAnew()
    {
        _waiting.Clear();
        _onPolicy?.BeginAnew();
        (Learner as SacLearner)?.BeginAnew();
    }

    public IReadOnlyList<string> PartNames(string prefix) => [.. Learner.PartNames.Select(name => $"{prefix}/{name}"), $"{prefix}/queue"];

    public IEnumerable<LearnerPart> Save(string prefix)
    {
        var writer = new MessagePackWriter();
        _waiting.Save(writer);
        return [.. Learner.Save().Select(part => new LearnerPart($"{prefix}/{part.Name}", part.Content)), new LearnerPart($"{prefix}/queue", writer.Written.ToArray())];
    }

    public void Restore(string prefix, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> parts)
    {
        Learner.Restore([.. Learner.PartNames.Select(name => new LearnerPart(name, parts[$"{prefix}/{name}"]))]);
        var reader = new MessagePackReader(parts[$"{prefix}/queue"].Span);
        _waiting.Restore(ref reader, Policy);
    }
}
