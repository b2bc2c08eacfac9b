using System.Globalization;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>
/// Behavioural cloning as a learner: it takes an expert's episodes as they come, keeps all of them, holds every so many out, and goes through the others some
/// more times whenever new ones have come.
/// </summary>
public sealed class CloningLearner : ILearner
{
    private const int StateFields = 4;
    private static readonly string[] Parts = ["clone"];
    private readonly CloningLearnerOptions _options;
    private readonly CloningTrainer _trainer;
    private readonly Dictionary<string, double> _figures = new(StringComparer.Ordinal);
    private long _received;
    private long _stepsReceived;

    /// <param name="seed">Of the first weights and of the order of minibatches.</param>
    /// <param name="engine">Gradient engine; null for the managed one.</param>
    public CloningLearner(Space observationSpace, Space actionSpace, CloningLearnerOptions? options = null, ulong seed = 0, IGradientEngine? engine = null)
    {
        _options = (options ?? new CloningLearnerOptions()).Validate();
        _trainer = new CloningTrainer(observationSpace, actionSpace, _options.Cloning, seed, engine);
    }

    /// <inheritdoc/>
    public string Algorithm => "behavioral_cloning";

    /// <inheritdoc/>
    public IPolicy Policy => _trainer.Policy;

    /// <summary>The policy, of which PPO and A2C of the same layers can start.</summary>
    public ActorCriticPolicy ActorCritic => _trainer.Policy;

    /// <inheritdoc/>
    public long Version { get; private set; }

    /// <summary>It learns from any number of steps.</summary>
    public int StepsPerUpdate => 1;

    /// <inheritdoc/>
    public long? PlannedSteps { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> PartNames => Parts;

    /// <summary>The fit of the clone to held-out episodes; null while there is none.</summary>
    public CloneFit? HeldOutFit() => _trainer.HeldOut.Steps > 0 ? _trainer.Fit(_trainer.HeldOut) : null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Learn(IReadOnlyList<Trajectory> trajectories)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        List<Demonstration> training = [];
        List<Demonstration> heldOut = [];
        foreach (Trajectory trajectory in trajectories)
        {
            Demonstration demonstration = Checked(trajectory);
            bool isHeldOut = _options.HoldOutEvery > 0 && (_received + 1) % _options.HoldOutEvery == 0;
            (isHeldOut ? heldOut : training).Add(demonstration);
            _received++;
            _stepsReceived += demonstration.Length;
        }

        _figures.Clear();
        if (training.Count + heldOut.Count == 0)
        {
            return _figures;
        }

        _trainer.Add(training, heldOut);
        if (_trainer.Training.Steps > 0)
        {
            Train();
        }

        return _figures;
    }

    /// <inheritdoc/>
    public IReadOnlyList<LearnerPart> Save()
    {
        var writer = new MessagePackWriter(1 << 16);
        writer.WriteArrayHeader(StateFields);
        writer.WriteInt64(Version);
        writer.WriteInt64(_received);
        writer.WriteInt64(_stepsReceived);
        _trainer.Save(writer, withData: true);
        return [new LearnerPart(Parts[0], writer.Written.ToArray())];
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<LearnerPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var reader = new MessagePackReader(SavedParts.Require(parts, PartNames, Algorithm)[0].Span);
        reader.ReadArrayHeader(StateFields);
        Version = reader.ReadCount();
        _received = reader.ReadCount();
        _stepsReceived = reader.ReadCount();
        _trainer.Restore(ref reader);
    }

    private void Train()
    {
        CloningEpoch last = _trainer.Epoch(_options.Cloning.BatchSize);
        for (int epoch = 1; epoch < _options.EpochsPerUpdate && !_trainer.IsDone; epoch++)
        {
            last = _trainer.Epoch(_options.Cloning.BatchSize);
        }

        Version++;
        _figures["train/clone_loss"] = last.TrainingLoss;
        _figures["train/clone_epochs"] = _trainer.Epochs;
        _figures["train/demonstrations"] = _received;
        _figures["train/demonstration_steps"] = _stepsReceived;
        if (HeldOutFit() is { } fit)
        {
            _figures["train/held_out_loss"] = fit.Loss;
            if (fit.Confusion.Count > 0)
            {
                _figures["train/held_out_macro_f1"] = fit.Confusion.Average(static matrix => matrix.MacroF1);
                _figures["train/held_out_majority_f1"] = fit.Confusion.Average(static matrix => matrix.MajorityMacroF1);
                _figures["train/held_out_accuracy"] = fit.Confusion.Average(static matrix => matrix.Accuracy);
                AddCounts(fit);
            }
            else
            {
                _figures["train/held_out_explained"] = fit.ExplainedShare.Average();
            }
        }
    }

    /// <summary>The confusion matrix of the first element of an action, for reports.</summary>
    private void AddCounts(CloneFit fit)
    {
        ConfusionMatrix matrix = fit.Confusion[0];
        for (int expert = 0; expert < matrix.Actions && matrix.Actions <= _options.MaximumReportedActions; expert++)
        {
            for (int clone = 0; clone < matrix.Actions; clone++)
            {
                _figures[string.Create(CultureInfo.InvariantCulture, $"train/confusion_{expert}_{clone}")] = matrix[expert, clone];
            }
        }
    }

    private Demonstration Checked(Trajectory trajectory)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        var demonstration = new Demonstration(trajectory.Length, trajectory.Observations, trajectory.Actions, trajectory.FinalObservation, end: trajectory.End);
        new DemonstrationSet([demonstration], "an expert's episode").RequireSpaces(Policy.ObservationSpace, Policy.ActionSpace);
        FiniteCheck.Require(demonstration.FinalObservation, "final observation", demonstration.ObservationSize, "episode", nameof(trajectory));
        return demonstration;
    }
}

/// <summary>The settings of a clone that learns from episodes as they arrive.</summary>
public sealed record CloningLearnerOptions
{
    /// <summary>The fit of the policy; its share of held-out episodes is not used.</summary>
    public CloningOptions Cloning { get; init; } = new();

    /// <summary>Passes through all demonstrations when new ones have come; fewer where patience ends them.</summary>
    public int EpochsPerUpdate { get; init; } = 10;

    /// <summary>Every so many episodes is held out; 0 for none.</summary>
    public int HoldOutEvery { get; init; } = 5;

    /// <summary>Actions up to which the confusion matrix is among the figures.</summary>
    public int MaximumReportedActions { get; init; } = 9;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public CloningLearnerOptions Validate()
    {
        Cloning.Validate();
        OptionChecks.RequireCount(EpochsPerUpdate, nameof(EpochsPerUpdate));
        OptionChecks.RequireNonNegative(HoldOutEvery, nameof(HoldOutEvery));
        OptionChecks.RequireNonNegative(MaximumReportedActions, nameof(MaximumReportedActions));
        return this;
    }
}
