using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Training;

/// <summary>The loop of PPO and A2C: a rollout of every environment, then an update.</summary>
public abstract class OnPolicyAlgorithm : LearningAlgorithm
{
    private readonly ActorCriticLearner _learner;
    private readonly ActorCriticOptions _options;
    private readonly RolloutCollector _collector;
    private readonly Action _collect;

    private protected OnPolicyAlgorithm(IVectorEnvironment environment, ActorCriticLearner learner, ActorCriticOptions options, ulong seed, TimeProvider? time)
        : base(environment, learner, seed, time)
    {
        _learner = learner;
        _options = options;
        _collector = new RolloutCollector(Runner, learner.Policy, options.StepsPerRollout, options.Gamma);
        _collect = () => _collector.Collect(_learner.Version);
    }

    public override IReadOnlyDictionary<string, double> Figures => _learner.Figures.Values;

    internal double Gamma => _options.Gamma;

    /// <summary>Whether values are of single observations, in the units of the rewards.</summary>
    internal bool HasPlainValues => _options.LstmSize is null && !_options.NormalizeRewards;

    /// <summary>Values of observations by the present weights.</summary>
    /// <param name="observations">Shape [rows, observation size].</param>
    internal float[] Values(IReadOnlyList<float> observations)
    {
        int size = Policy.ObservationSpace.Size;
        var batch = new PolicyBatch(size, Policy.ActionSpace.Size, Policy.StateSize);
        batch.Resize(observations.Count / size);
        Span<float> rows = batch.Observations;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = observations[i];
        }

        Policy.Act(batch, deterministic: true);
        return batch.Values.ToArray();
    }

    private protected override void Plan(long totalSteps) => _learner.PlannedSteps = totalSteps;

    /// <summary>Steps of a rollout of all environments.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are too many to be held.</exception>
    private protected static int StepsPerUpdate(ActorCriticOptions options, IVectorEnvironment environment)
    {
        options.Validate();
        int widest = options.HiddenSizes.Append(environment.ObservationSpace.Size).Append(environment.ActionSpace.Size).Max();
        OptionChecks.RequireRoom((long)options.StepsPerRollout * environment.Count, widest, nameof(options.StepsPerRollout), options.StepsPerRollout);
        return options.StepsPerRollout * environment.Count;
    }

    private protected override void BeginAnew() => _learner.BeginAnew();

    private protected override void BeginTraining() => _collector.Reset();

    private protected override void Update()
    {
        TakeSteps(_collect);
        Steps += _collector.Rollout.Steps;
        _learner.Learn(_collector.Rollout);
    }

    private protected override int LoopFields => 1;

    private protected override void SaveLoop(MessagePackWriter writer) => _collector.Save(writer);

    private protected override void RestoreLoop(ref MessagePackReader reader) => _collector.Restore(ref reader);
}
