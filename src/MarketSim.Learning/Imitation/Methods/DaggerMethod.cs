using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Aggregation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Methods;

/// <summary>
/// DAgger (Ross, Gordon and Bagnell 2011, A reduction of imitation learning and structured prediction to no-regret online learning): the clone plays, the expert
/// corrects it, the corrections join the demonstrations, and the clone is fitted to all of them.
/// </summary>
internal sealed class DaggerMethod : IImitationMethod
{
    private readonly CloningTrainer _trainer;
    private readonly IEnvironment _environment;
    private readonly IPolicy _expert;
    private readonly CloningOptions _cloning;
    private readonly DaggerOptions _options;
    private readonly ulong _seed;
    private int _epochsBefore;
    private int _rounds;
    private int _epochsInRound;
    private int _played;

    public DaggerMethod(
        IEnvironment environment, DemonstrationSet demonstrations, CloningOptions cloning, DaggerOptions options, ulong seed, IPolicy? expert, IGradientEngine? engine)
    {
        _expert = expert ?? throw new ArgumentException("DAgger asks the expert what it would have done; give one (expert: …), e.g. a FunctionPolicy or a trained policy.", nameof(expert));
        _environment = environment;
        _cloning = cloning;
        _options = options.Validate();
        _seed = seed;
        _trainer = new CloningTrainer(environment.ObservationSpace, environment.ActionSpace, cloning, seed, engine);
        (IReadOnlyList<Demonstration> training, IReadOnlyList<Demonstration> heldOut) = demonstrations.Split(cloning.HeldOutShare, seed);
        _trainer.Add(training, heldOut);
    }

    public IPolicy Policy => _trainer.Policy;

    public IReadOnlyList<ImitationEpoch> History => [.. _trainer.History.Skip(_epochsBefore).Select(
        static (epoch, number) => new ImitationEpoch(number + 1, epoch.TrainingLoss, epoch.HeldOutLoss, epoch.HeldOutScore, ImitationEpoch.NoFigures))];

    /// <summary>Another round can always be of use.</summary>
    public bool IsDone => false;

    public IReadOnlyList<string> Warnings => [];

    public void Plan(int epochs)
    {
    }

    public void Epoch(int batchSize)
    {
        if (_epochsInRound >= _options.EpochsPerRound || (_epochsInRound > 0 && _trainer.IsDone))
        {
            BeginRound();
        }

        _trainer.Epoch(batchSize);
        _epochsInRound++;
    }

    public CloneFit? Fit() => _trainer.Fit(_trainer.HeldOut.Steps > 0 ? _trainer.HeldOut : _trainer.Training);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.WriteInt64(_epochsBefore);
        writer.WriteInt64(_rounds);
        writer.WriteInt64(_epochsInRound);
        writer.WriteInt64(_played);
        _trainer.Save(writer, withData: true);
    }

    public void Restore(ref MessagePackReader reader, bool withEnvironment)
    {
        reader.ReadArrayHeader(5);
        _epochsBefore = reader.ReadInt32();
        _rounds = reader.ReadInt32();
        _epochsInRound = reader.ReadInt32();
        _played = reader.ReadInt32();
        _trainer.Restore(ref reader);
        if (!withEnvironment)
        {
            _epochsBefore = _trainer.Epochs;
            _trainer.BeginAnew();
        }
    }

    private void BeginRound()
    {
        _rounds++;
        _epochsInRound = 0;
        double share = 1;
        for (int round = 0; round < _rounds; round++)
        {
            share *= _options.ExpertShareDecay;
        }

        List<Demonstration> training = [];
        List<Demonstration> heldOut = [];
        for (int episode = 0; episode < _options.EpisodesPerRound; episode++, _played++)
        {
            Demonstration played = CorrectedEpisode.Play(_environment, Policy, _expert, share, EpisodeSeeds.Of(_seed, 1, _played));
            bool isHeldOut = Math.Floor((_played + 1) * _cloning.HeldOutShare) > Math.Floor(_played * _cloning.HeldOutShare);
            (isHeldOut ? heldOut : training).Add(played);
        }

        _trainer.Add(training, heldOut);
    }
}
