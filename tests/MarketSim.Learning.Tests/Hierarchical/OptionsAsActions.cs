using MarketSim.Learning.Environments;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Hierarchical;

/// <summary>An environment whose actions are options that act for one step each, by their most probable action: what a flat agent learns over options in.</summary>
internal sealed class OptionsAsActions(IEnvironment environment, IReadOnlyList<IPolicy> options) : IEnvironment
{
    private readonly float[] _observation = new float[environment.ObservationSpace.Size];

    public Space ObservationSpace => environment.ObservationSpace;

    public Space ActionSpace { get; } = new DiscreteSpace(options.Count);

    public void Reset(ulong seed, Span<float> observation)
    {
        environment.Reset(seed, observation);
        observation.CopyTo(_observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        IPolicy option = options[(int)action[0]];
        var batch = new PolicyBatch(ObservationSpace.Size, environment.ActionSpace.Size, option.StateSize);
        batch.Resize(1);
        _observation.CopyTo(batch.Observations);
        option.Act(batch, deterministic: true);
        option.ClipAction(batch.Action(0));
        StepResult result = environment.Step(batch.Action(0), observation);
        observation.CopyTo(_observation);
        return result;
    }

    public void Save(MessagePackWriter writer) => environment.Save(writer);

    public void Restore(ref MessagePackReader reader) => environment.Restore(ref reader);
}
