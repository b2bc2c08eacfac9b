using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Training;

/// <summary>Shows and pays zeros for a while, then what it is told to.</summary>
internal sealed class SpoiledEnvironment(double reward, float observation) : IEnvironment
{
    private int _steps;

    public Space ObservationSpace { get; } = BoxSpace.Uniform(1, -1, 1);

    public Space ActionSpace { get; } = new DiscreteSpace(2);

    public void Reset(ulong seed, Span<float> first) => first[0] = 0;

    public StepResult Step(ReadOnlySpan<float> action, Span<float> next)
    {
        bool isSpoiled = ++_steps % 50 == 0;
        next[0] = isSpoiled ? observation : 0;
        return new StepResult(isSpoiled ? reward : 0, Terminated: false, Truncated: false);
    }

    public void Save(MessagePackWriter writer) => writer.WriteInt64(_steps);

    public void Restore(ref MessagePackReader reader) => _steps = reader.ReadInt32();
}
