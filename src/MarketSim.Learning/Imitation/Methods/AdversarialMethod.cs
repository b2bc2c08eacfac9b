using System.Globalization;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Methods;

/// <summary>GAIL (Ho and Ermon 2016, Generative adversarial imitation learning) and AIRL (Fu, Luo and Levine 2018, Learning robust rewards with adversarial inverse reinforcement learning).</summary>
internal sealed class AdversarialMethod : IImitationMethod
{
    private const int WarnAfter = 5;
    private const double WarnAbove = 0.99;
    private readonly AdversarialOptions _options;
    private readonly CloningOptions _cloning;
    private readonly CloningTrainer _clone;
    private readonly AdversarialTraining _training;
    private readonly IReadOnlyList<Demonstration> _heldOut;
    private readonly List<ImitationEpoch> _history = [];
    private bool _isCloned;

    /// <param name="environment">Of one episode length.</param>
    /// <exception cref="ArgumentException">Episodes of the demonstrations differ in length.</exception>
    public AdversarialMethod(
        IVectorEnvironment environment, DemonstrationSet demonstrations, CloningOptions cloning, AdversarialOptions options, bool isAirl, ulong seed, IGradientEngine? engine)
    {
        _options = options.Validate();
        _cloning = cloning;
        int length = ExpertSteps.RequireOneLength(demonstrations);
        (IReadOnlyList<Demonstration> training, _heldOut) = demonstrations.Split(cloning.HeldOutShare, seed);
        _clone = new CloningTrainer(environment.ObservationSpace, environment.ActionSpace, cloning, seed, engine);
        _clone.Add(training, _heldOut);
        _training = new AdversarialTraining(environment, new ExpertSteps(training, length), cloning, options, isAirl, seed, engine);
    }

    public IPolicy Policy => _training.Generator.Policy;

    public IReadOnlyList<ImitationEpoch> History => _history;

    public bool IsDone => false;

    public IReadOnlyList<string> Warnings
    {
        get
        {
            ImitationEpoch[] last = [.. _history.TakeLast(WarnAfter)];
            return last.Length == WarnAfter && last.All(static epoch => epoch.Figures["discriminator_accuracy"] > WarnAbove)
                ? [string.Create(CultureInfo.InvariantCulture, $"The discriminator has told expert and generator apart in more than {WarnAbove:P0} of the steps for {WarnAfter} rounds: its reward teaches nothing. Give it fewer updates or a smaller learning rate, more demonstrations, or begin from a clone.")]
                : [];
        }
    }

    /// <summary>The reward that the discriminator has learned.</summary>
    public LearnedReward Reward() => _training.Discriminator.Reward();

    public void Plan(int epochs) => _training.PlannedRounds = epochs;

    public void Epoch(int batchSize)
    {
        if (!_isCloned)
        {
            BeginAsClone(batchSize);
        }

        (double loss, Dictionary<string, double> figures) = _training.Round();
        _history.Add(new ImitationEpoch(_history.Count + 1, loss, null, null, figures));
    }

    public CloneFit? Fit() => _clone.FitOf(_training.Generator.ActorCritic, _heldOut);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteBoolean(_isCloned);
        _clone.Save(writer, withData: false);
        EpochHistory.Write(writer, _history);
        _training.Save(writer);
    }

    public void Restore(ref MessagePackReader reader, bool withEnvironment)
    {
        reader.ReadArrayHeader(4);
        _isCloned = reader.ReadBoolean();
        _clone.Restore(ref reader);
        EpochHistory.Read(ref reader, _history);
        _training.Restore(ref reader, withEnvironment);
        if (!withEnvironment)
        {
            _history.Clear();
        }
    }

    private void BeginAsClone(int batchSize)
    {
        _isCloned = true;
        if (!_options.FromClone)
        {
            return;
        }

        while (_clone.Epochs < _options.CloneEpochs && !_clone.IsDone)
        {
            _clone.Epoch(Math.Min(batchSize, _cloning.BatchSize));
        }

        _training.BeginAs(_clone.WithExploration());
    }
}
