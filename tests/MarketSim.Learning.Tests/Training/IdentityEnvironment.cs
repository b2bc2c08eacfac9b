using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Training;

/// <summary>Pays 1 for an action that equals the observation, or is near it in a box; episodes of 100 steps, a new observation each step.</summary>
internal sealed class IdentityEnvironment(Space space, double tolerance = 0) : IEnvironment
{
    private const int StepLimit = 100;
    private readonly float[] _state = new float[space.Size];
    private RandomStream _random;
    private ulong _seed;
    private int _steps;

    public Space ObservationSpace => space;

    public Space ActionSpace => space;

    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = seed;
        _random = new RandomStream(seed, RandomPurpose.Environment, 0, 0);
        _steps = 0;
        Draw(observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        bool isRight = true;
        for (int i = 0; i < action.Length; i++)
        {
            isRight &= Math.Abs(action[i] - _state[i]) <= tolerance;
        }

        Draw(observation);
        return new StepResult(isRight ? 1 : 0, Terminated: false, Truncated: ++_steps == StepLimit);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3 + _state.Length);
        writer.WriteUInt64(_seed);
        writer.WriteUInt64(_random.Position);
        writer.WriteInt64(_steps);
        foreach (float value in _state)
        {
            writer.WriteSingle(value);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3 + _state.Length);
        _seed = reader.ReadUInt64();
        _random = new RandomStream(_seed, RandomPurpose.Environment, 0, 0, reader.ReadUInt64());
        _steps = reader.ReadInt32();
        foreach (ref float value in _state.AsSpan())
        {
            value = reader.ReadSingle();
        }
    }

    private void Draw(Span<float> observation)
    {
        space.Sample(ref _random, _state);
        _state.CopyTo(observation);
    }
}
