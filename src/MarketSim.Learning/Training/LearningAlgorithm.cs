using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Training;

/// <summary>A learner in the vector of environments that it is trained in: what users of Python libraries know as a model.</summary>
/// <remarks>One thread. Training is interrupted only between updates, and resumes from there exactly.</remarks>
public abstract class LearningAlgorithm
{
    private const int StateFields = 4;
    private readonly TimeProvider? _time;
    private readonly PolicyBatch _prediction;
    private bool _hasBegun;
    private bool _isStepping;

    private protected LearningAlgorithm(IVectorEnvironment environment, ILearner learner, ulong seed, TimeProvider? time)
    {
        Environment = environment;
        Learner = learner;
        Seed = seed;
        _time = time;
        Runner = new EnvironmentRunner(environment, learner.Policy);
        _prediction = new PolicyBatch(learner.Policy.ObservationSpace.Size, learner.Policy.ActionSpace.Size, learner.Policy.StateSize);
        _prediction.Resize(1);
        _prediction.Random[0] = PredictionStream(0);
    }

    /// <summary>PPO, A2C or SAC.</summary>
    public string Name => Learner.Algorithm;

    /// <summary>The learner that updates the weights.</summary>
    public ILearner Learner { get; }

    /// <summary>The policy with its present weights.</summary>
    public IPolicy Policy => Learner.Policy;

    /// <summary>The environments that it learns in.</summary>
    public IVectorEnvironment Environment { get; }

    /// <summary>Seed of the initial weights, of episodes and of all randomness in training.</summary>
    public ulong Seed { get; }

    /// <summary>Environment steps taken in this training, of all environments together. A resumed training counts on; one of a loaded model begins at 0.</summary>
    public long Steps { get; private protected set; }

    /// <summary>The episodes of the training.</summary>
    public EpisodeStatistics Episodes => Runner.Statistics;

    /// <summary>Figures of the last update by name; the same object each time.</summary>
    public abstract IReadOnlyDictionary<string, double> Figures { get; }

    internal EnvironmentRunner Runner { get; }

    /// <summary>The clock; null for none.</summary>
    internal TimeProvider? Time => _time;

    /// <summary>
    /// Trains until <see cref="Steps"/> has reached the total, rounded up to whole updates (PPO and A2C: steps per rollout times environments; SAC: steps per
    /// update, at least one of each environment), because an update is what can be resumed; or until a callback ends it. Schedules spread over the total.
    /// </summary>
    /// <remarks>
    /// The total is that of the training, not of this call: a training that was interrupted, or was saved and resumed, continues with the total that it had,
    /// and one that has reached it takes no step. Another training with the same weights is begun by saving the model and loading it (<c>Load</c>, as
    /// against <c>Resume</c>): it counts from 0.
    /// </remarks>
    /// <param name="totalSteps">In all, with what earlier calls took, at least 1.</param>
    /// <param name="callbacks">Called after each update, in order.</param>
    /// <returns>True when the total was reached, false when a callback ended the training.</returns>
    /// <exception cref="LearningDivergedException">The learner has diverged; its state before the update that did is kept, and can be saved.</exception>
    public bool Learn(long totalSteps, params IReadOnlyList<TrainingCallback> callbacks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        ArgumentNullException.ThrowIfNull(callbacks);
        RequireWholeSteps();
        Plan(totalSteps);
        if (!_hasBegun)
        {
            _hasBegun = true;
            Runner.Begin(Seed);
            BeginTraining();
        }

        int begun = 0;
        try
        {
            for (; begun < callbacks.Count; begun++)
            {
                callbacks[begun].Begin(this, totalSteps);
            }

            Train(totalSteps, callbacks);
        }
        finally
        {
            // A training that failed has its figures too.
            for (int i = 0; i < begun; i++)
            {
                callbacks[i].End(this);
            }
        }

        return Steps >= totalSteps;
    }

    private void Train(long totalSteps, IReadOnlyList<TrainingCallback> callbacks)
    {
        long beganAt = _time?.GetTimestamp() ?? 0;
        long stepsBefore = Steps;
        bool continues = true;
        while (continues && Steps < totalSteps)
        {
            Update();
            double? seconds = _time?.GetElapsedTime(beganAt).TotalSeconds;
            var progress = new TrainingProgress(Steps, totalSteps, seconds is > 0 ? (Steps - stepsBefore) / seconds : null);
            foreach (TrainingCallback callback in callbacks)
            {
                continues &= callback.AfterUpdate(this, progress);
            }
        }
    }

    /// <summary>The action for one observation, as an environment takes it. Without memory of earlier ones.</summary>
    /// <param name="observation">Shape [observation size].</param>
    /// <param name="deterministic">True for the most probable action; false to draw one.</param>
    /// <returns>Shape [action size]; of its own.</returns>
    public float[] Predict(ReadOnlySpan<float> observation, bool deterministic = false) =>
        Predict(observation, deterministic, Policy.StateSize == 0 ? [] : new float[Policy.StateSize]);

    /// <summary>The action for one observation of an episode, with memory of the earlier ones.</summary>
    /// <param name="observation">Shape [observation size].</param>
    /// <param name="deterministic">True for the most probable action; false to draw one.</param>
    /// <param name="state">In and out: shape [state size of the policy]; all zero at the start of an episode.</param>
    /// <returns>Shape [action size]; of its own.</returns>
    public float[] Predict(ReadOnlySpan<float> observation, bool deterministic, Span<float> state)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(observation.Length, Policy.ObservationSpace.Size, nameof(observation));
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, Policy.StateSize, nameof(state));
        FiniteCheck.Require(observation, "observation", observation.Length, "row", nameof(observation));
        observation.CopyTo(_prediction.Observations);
        state.CopyTo(_prediction.States);
        Policy.Act(_prediction, deterministic);
        _prediction.States.CopyTo(state);
        float[] action = _prediction.Actions.ToArray();
        Policy.ClipAction(action);
        return action;
    }

    /// <summary>Plays episodes with the present weights, which does not touch the training.</summary>
    /// <param name="environment">Another than the one that is trained in.</param>
    /// <param name="seed">Of the episodes; null for one that differs from the training's.</param>
    /// <inheritdoc cref="PolicyEvaluation.Evaluate"/>
    public EvaluationResult Evaluate(IVectorEnvironment environment, int episodes, ulong? seed = null, bool deterministic = true)
    {
        if (ReferenceEquals(environment, Environment))
        {
            throw new ArgumentException("Evaluation would end the episodes of the training; give it environments of its own.", nameof(environment));
        }

        return PolicyEvaluation.Evaluate(Policy, environment, episodes, seed ?? ~Seed, deterministic);
    }

    /// <summary>Saves everything, so that a training resumes as if it had not been interrupted.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A step is under way, or environments failed in the midst of one.</exception>
    public void Save(string path)
    {
        RequireWholeSteps();
        ModelFile.Write(path, this, null);
    }

    /// <summary>Saves everything, with the mean return that it is kept for.</summary>
    internal void Save(string path, double score)
    {
        RequireWholeSteps();
        ModelFile.Write(path, this, score);
    }

    /// <summary>Settings as text by name.</summary>
    internal abstract IReadOnlyList<KeyValuePair<string, string>> SettingsAsText();

    /// <summary>Everything but learner and settings: the environments, where they stand, and the random streams.</summary>
    internal byte[] SaveTraining()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(StateFields + (_hasBegun ? 1 + LoopFields : 0));
        writer.WriteInt64(Steps);
        writer.WriteUInt64(_prediction.Random[0].Position);
        writer.WriteInt64(Environment.Count);
        writer.WriteBoolean(_hasBegun);
        if (_hasBegun)
        {
            Runner.Save(writer);
            SaveLoop(writer);
        }

        return writer.Written.ToArray();
    }

    /// <param name="withEnvironment">False begins a new training, in fresh episodes.</param>
    internal void RestoreTraining(ReadOnlySpan<byte> saved, bool withEnvironment)
    {
        var reader = new MessagePackReader(saved);
        reader.ReadArrayHeader();
        long steps = reader.ReadCount();
        _prediction.Random[0] = PredictionStream(reader.ReadUInt64());
        if (!withEnvironment)
        {
            Steps = 0;
            _hasBegun = false;
            BeginAnew();
            return;
        }

        Steps = steps;
        RequireEnvironments(reader.ReadCount());
        _hasBegun = reader.ReadBoolean();
        if (_hasBegun)
        {
            Runner.Restore(ref reader);
            RestoreLoop(ref reader);
        }

        if (!reader.End)
        {
            throw new InvalidDataException("The environments have restored themselves from fewer bytes than they saved; they are of another kind or version.");
        }
    }

    /// <summary>Takes steps in the environments; what is saved in the midst of them could not be resumed to the bit.</summary>
    private protected void TakeSteps(Action steps)
    {
        _isStepping = true;
        steps();
        _isStepping = false;
    }

    private void RequireWholeSteps()
    {
        if (_isStepping)
        {
            throw new InvalidOperationException(
                "Environments are in the midst of a step, or failed in one, so that the training can neither be saved nor continue. Save it between updates (a callback), and load the last saved model after a failure.");
        }
    }

    private void RequireEnvironments(long saved)
    {
        if (saved != Environment.Count)
        {
            throw new InvalidDataException(
                $"The training was saved with {saved} environments and got {Environment.Count}; resume it with as many, or use Load to train on in fresh episodes.");
        }
    }

    /// <summary>A new training begins with the learner as it is.</summary>
    private protected abstract void BeginAnew();

    /// <summary>Tells schedules how long the training is.</summary>
    private protected abstract void Plan(long totalSteps);

    private protected abstract void BeginTraining();

    /// <summary>Takes steps, and one update of the learner.</summary>
    private protected abstract void Update();

    /// <summary>Reads the content that <see cref="SaveLoop"/> wrote.</summary>
    private protected virtual int LoopFields => 0;

    private protected abstract void SaveLoop(MessagePackWriter writer);

    private protected abstract void RestoreLoop(ref MessagePackReader reader);

    private RandomStream PredictionStream(ulong position) => new(Seed, RandomPurpose.ActionSampling, 1, 0, position);
}
