using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Methods;

/// <summary>Behavioural cloning of demonstrations that are all there.</summary>
internal sealed class CloningMethod : IImitationMethod
{
    private readonly CloningTrainer _trainer;
    private int _epochsBefore;

    public CloningMethod(Space observationSpace, Space actionSpace, DemonstrationSet demonstrations, CloningOptions options, ulong seed, IGradientEngine? engine)
    {
        _trainer = new CloningTrainer(observationSpace, actionSpace, options, seed, engine);
        (IReadOnlyList<Demonstration> training, IReadOnlyList<Demonstration> heldOut) = demonstrations.Split(options.HeldOutShare, seed);
        _trainer.Add(training, heldOut);
    }

    public IPolicy Policy => _trainer.Policy;

    public IReadOnlyList<ImitationEpoch> History => [.. _trainer.History.Skip(_epochsBefore).Select(
        (epoch, number) => new ImitationEpoch(number + 1, epoch.TrainingLoss, epoch.HeldOutLoss, epoch.HeldOutScore, ImitationEpoch.NoFigures))];

    public bool IsDone => _trainer.IsDone;

    public IReadOnlyList<string> Warnings => [];

    public void Plan(int epochs)
    {
    }

    public void Epoch(int batchSize) => _trainer.Epoch(batchSize);

    public CloneFit? Fit() => _trainer.Fit(_trainer.HeldOut.Steps > 0 ? _trainer.HeldOut : _trainer.Training);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(_epochsBefore);
        _trainer.Save(writer, withData: false);
    }

    public void Restore(ref MessagePackReader reader, bool withEnvironment)
    {
        reader.ReadArrayHeader(2);
        _epochsBefore = reader.ReadInt32();
        _trainer.Restore(ref reader);
        if (!withEnvironment)
        {
            _epochsBefore = _trainer.Epochs;
            _trainer.BeginAnew();
        }
    }
}
