using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Training;

/// <summary>Pays 1 for whatever is done and always looks the same. It is cut every 10 steps, which is told as what it is or as an end.</summary>
internal sealed class EndlessEnvironment(Space actionSpace, bool cutIsEnd) : IEnvironment
{
    private const int StepLimit = 10;
    private int _steps;

    public Space ObservationSpace { get; } = BoxSpace.Uniform(1, -1, 1);

    public Space ActionSpace => actionSpace;

    public void Reset(ulong seed, Span<float> observation)
    {
        _steps = 0;
        observation[0] = 1;
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        observation[0] = 1;
        bool isCut = ++_steps == StepLimit;
        return new StepResult(1, Terminated: isCut && cutIsEnd, Truncated: isCut && !cutIsEnd);
    }

    public void Save(MessagePackWriter writer) => writer.WriteInt64(_steps);

    public void Restore(ref MessagePackReader reader) => _steps = reader.ReadInt32();
}
