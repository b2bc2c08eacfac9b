using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>The game of GAIL and AIRL, round by round: the generator plays, the discriminator learns to tell it from the expert, the generator learns from being told.</summary>
internal sealed class AdversarialTraining
{
    private const int SavedFields = 5;
    private readonly AdversarialOptions _options;
    private readonly ulong _seed;
    private readonly int _length;
    private readonly ExpertSteps _expert;
    private readonly EnvironmentRunner _runner;
    private readonly RolloutCollector _collector;
    private readonly ActionLikelihood _likelihood;
    private readonly StepBatch _expertBatch;
    private readonly StepBatch _generatorBatch;
    private readonly LabelledSteps _minibatch;
    private FloatBuffer _logProbabilities;
    private FloatBuffer _rewards;
    private RandomStream _random;
    private bool _hasBegun;

    public AdversarialTraining(
        IVectorEnvironment environment, ExpertSteps expert, CloningOptions cloning, AdversarialOptions options, bool isAirl, ulong seed, IGradientEngine? engine)
    {
        _options = options;
        _seed = seed;
        _length = expert.EpisodeLength;
        _expert = expert;
        PpoOptions generator = cloning.PolicyOptions() with
        {
            LearningRate = options.RatesFall ? Schedule.LinearToZero(options.GeneratorLearningRate) : options.GeneratorLearningRate,
            StepsPerRollout = options.StepsPerRound,
            Epochs = options.GeneratorEpochs,
            BatchSize = options.GeneratorBatchSize,
            Gamma = options.Gamma,
            GaeLambda = options.GaeLambda,
            EntropyCoefficient = options.EntropyCoefficient,
            NormalizeRewards = true,
        };
        Generator = new PpoLearner(environment.ObservationSpace, environment.ActionSpace, generator, seed, engine: engine);
        _runner = new EnvironmentRunner(environment, Generator.Policy);
        _collector = new RolloutCollector(_runner, Generator.Policy, options.StepsPerRound, options.Gamma);
        _likelihood = new ActionLikelihood(Generator.ActorCritic, engine);
        var features = StepFeatures.Of(environment.ObservationSpace, environment.ActionSpace, expert.Observations, expert.Actions, options.AbsorbingState);
        Discriminator = new Discriminator(features, options, isAirl, seed, engine);
        _expertBatch = new StepBatch(features);
        _generatorBatch = new StepBatch(features);
        _minibatch = new LabelledSteps(features, options);
        _random = Stream(0);
    }

    public PpoLearner Generator { get; }

    public Discriminator Discriminator { get; }

    /// <summary>Episodes of the generator, by the environment's own rewards.</summary>
    public EpisodeStatistics Episodes => _runner.Statistics;

    public long Steps { get; private set; }

    /// <summary>Rounds of the whole training, over which learning rates fall to 0.</summary>
    public int PlannedRounds
    {
        get;
        set
        {
            field = value;
            Generator.PlannedSteps = (long)value * _options.StepsPerRound * _runner.Rows;
        }
    }

    /// <summary>Lets the generator begin as a clone.</summary>
    public void BeginAs(ActorCriticPolicy clone) => PolicyStart.Apply(Generator, clone.Weights);

    /// <returns>Figures by name.</returns>
    /// <exception cref="InvalidOperationException">An episode has another length than the demonstrations.</exception>
    public (double Loss, Dictionary<string, double> Figures) Round()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _runner.Begin(_seed);
            _collector.Reset();
        }

        _collector.Collect(Generator.Version);
        Rollout rollout = _collector.Rollout;
        Steps += rollout.Steps;
        RequireOneLength(rollout);
        FillExpert();
        FillGenerator(rollout);
        double rate = _options.DiscriminatorLearningRate * (_options.RatesFall && PlannedRounds > 0 ? Math.Max(0, 1 - ((double)Generator.StepsLearned / Generator.PlannedSteps!.Value)) : 1);
        for (int update = 0; update < _options.DiscriminatorUpdates; update++)
        {
            _minibatch.Draw(_expertBatch, _generatorBatch, ref _random);
            Discriminator.Update(_minibatch.Steps, _minibatch.Labels, rate);
        }

        (double loss, double expertRight, double generatorRight) = Discriminator.Evaluate(_expertBatch, _generatorBatch);
        double meanReward = Pay(rollout);
        Generator.Learn(rollout);
        return (loss, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["discriminator_accuracy"] = (expertRight + generatorRight) / 2,
            ["expert_accuracy"] = expertRight,
            ["generator_accuracy"] = generatorRight,
            ["steps"] = Steps,
            ["return"] = Episodes.MeanReturn,
            ["found_reward"] = meanReward,
            ["entropy"] = Generator.Figures.Values.GetValueOrDefault(TrainingFigures.Entropy, double.NaN),
        });
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(SavedFields + (_hasBegun ? 2 : 0));
        writer.WriteBoolean(_hasBegun);
        writer.WriteInt64(Steps);
        writer.WriteUInt64(_random.Position);
        Discriminator.Save(writer);
        IReadOnlyList<LearnerPart> parts = Generator.Save();
        writer.WriteArrayHeader(parts.Count);
        foreach (LearnerPart part in parts)
        {
            writer.WriteBytes(part.Content.Span);
        }

        if (_hasBegun)
        {
            _runner.Save(writer);
            _collector.Save(writer);
        }
    }

    /// <param name="withEnvironment">False begins fresh episodes.</param>
    public void Restore(ref MessagePackReader reader, bool withEnvironment)
    {
        reader.ReadArrayHeader();
        _hasBegun = reader.ReadBoolean();
        Steps = reader.ReadCount();
        _random = Stream(reader.ReadUInt64());
        Discriminator.Restore(ref reader);
        byte[][] parts = new byte[reader.ReadArrayHeader()][];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = reader.ReadBytes().ToArray();
        }

        Generator.Restore([.. parts.Select((content, part) => new LearnerPart(part < Generator.PartNames.Count ? Generator.PartNames[part] : string.Empty, content))]);
        if (!withEnvironment)
        {
            (_hasBegun, Steps) = (false, 0);
        }
        else if (_hasBegun)
        {
            _runner.Restore(ref reader);
            _collector.Restore(ref reader);
        }
    }

    private void FillExpert()
    {
        Span<float> logProbabilities = _logProbabilities.Take(_expert.Count);
        _likelihood.Of(_expert.Episodes, logProbabilities);
        _expert.Fill(_expertBatch, logProbabilities);
    }

    private void FillGenerator(Rollout rollout)
    {
        _generatorBatch.Resize(rollout.Steps);
        foreach (TrajectorySpan segment in rollout.Segments)
        {
            for (int step = segment.Start; step < segment.Start + segment.Length; step++)
            {
                bool isLast = step == segment.Start + segment.Length - 1;
                ReadOnlySpan<float> next = isLast ? rollout.FinalObservation(segment.Slot) : rollout.Observation(step + 1);
                _generatorBatch.Set(step, rollout.Observation(step), rollout.Action(step), next);
            }
        }

        rollout.LogProbabilities.CopyTo(_generatorBatch.LogProbabilities);
    }

    private double Pay(Rollout rollout)
    {
        Span<float> rewards = _rewards.Take(rollout.Steps);
        Discriminator.Rewards(_generatorBatch, rewards);
        double sum = 0;
        foreach (ref float reward in rewards)
        {
            reward = _options.ConstantReward ? 1 : reward;
            sum += reward;
        }

        rewards.CopyTo(rollout.Rewards);
        return sum / rollout.Steps;
    }

    private void RequireOneLength(Rollout rollout)
    {
        bool terminates = false;
        foreach (TrajectorySpan segment in rollout.Segments)
        {
            terminates |= segment.End == TrajectoryEnd.Terminated;
        }

        if (terminates || (Episodes.Episodes > 0 && Episodes.MeanLength != _length))
        {
            throw new InvalidOperationException(
                $"The environment's episodes {(terminates ? "terminate" : $"have {Episodes.MeanLength:0.#} steps on average")}; those of the demonstrations all have {_length}. Where episodes differ in length, an adversarial reward pays for living or for dying, whatever the expert did: ask for an absorbing state (AbsorbingState), or give the environment a fixed length.");
        }
    }

    private RandomStream Stream(ulong position) => new(_seed, RandomPurpose.Minibatch, group: 2, index: 0, position);
}
