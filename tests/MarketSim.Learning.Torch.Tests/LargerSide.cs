using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Torch.Tests;

/// <summary>Random books, in which one side's sizes are larger in the mean; the action that names it is paid 1.</summary>
internal sealed class LargerSide(int steps, int levels, int passing) : IEnvironment
{
    public const int Length = 50;
    private const float Shift = 0.7f;
    private RandomStream _random;
    private ulong _seed;
    private int _step;
    private int _larger;

    public Space ObservationSpace { get; } = BoxSpace.Uniform(passing + (steps * levels * 4), -5, 5);

    public Space ActionSpace { get; } = new DiscreteSpace(2);

    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = seed;
        _random = new RandomStream(seed, RandomPurpose.Test, 7, 0);
        _step = 0;
        Observe(observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        double reward = (int)action[0] == _larger ? 1 : 0;
        _step++;
        Observe(observation);
        return new StepResult(reward, Terminated: false, Truncated: _step == Length);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteUInt64(_seed);
        writer.WriteUInt64(_random.Position);
        writer.WriteInt64(_step);
        writer.WriteInt64(_larger);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        _seed = reader.ReadUInt64();
        _random = new RandomStream(_seed, RandomPurpose.Test, 7, 0, reader.ReadUInt64());
        _step = reader.ReadInt32();
        _larger = reader.ReadInt32();
    }

    private void Observe(Span<float> observation)
    {
        foreach (ref float value in observation)
        {
            value = (float)_random.NextUniform(-1, 1);
        }

        // Of each level: price and size of the ask, then of the bid.
        _larger = _random.NextInt32(2);
        for (int level = 0; level < steps * levels; level++)
        {
            observation[passing + (4 * level) + 1 + (2 * _larger)] += Shift;
        }
    }
}
