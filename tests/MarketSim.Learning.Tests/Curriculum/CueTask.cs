using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Curriculum;

/// <summary>
/// A step shows a loud sign and a faint one, and the reward is 1 for naming the faint one, else -1. Difficulty is how often the loud one is the opposite.
/// </summary>
internal sealed class CueTask(double difficulty, int steps = 10) : IEnvironment, IReferencePolicy
{
    private static readonly BoxSpace Observed = BoxSpace.Uniform(2, -1, 1);
    private static readonly DiscreteSpace Acts = new(2);

    private RandomStream _random;
    private ulong _seed;
    private bool _sign;
    private bool _isOpposite;
    private int _step;

    public Space ObservationSpace => Observed;

    public Space ActionSpace => Acts;

    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = seed;
        _random = new RandomStream(seed, RandomPurpose.Environment, 0, 0);
        _step = 0;
        Show(observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        double reward = (action[0] == 1) == (_sign != _isOpposite) ? 1 : -1;
        _step++;
        Show(observation);
        return new StepResult(reward, Terminated: _step == steps, Truncated: false);
    }

    public void ReferenceAction(Span<float> action) => action[0] = _sign != _isOpposite ? 1 : 0;

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.WriteUInt64(_seed);
        writer.WriteUInt64(_random.Position);
        writer.WriteBoolean(_sign);
        writer.WriteBoolean(_isOpposite);
        writer.WriteInt64(_step);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(5);
        _seed = reader.ReadUInt64();
        _random = new RandomStream(_seed, RandomPurpose.Environment, 0, 0, reader.ReadUInt64());
        _sign = reader.ReadBoolean();
        _isOpposite = reader.ReadBoolean();
        _step = reader.ReadInt32();
    }

    private void Show(Span<float> observation)
    {
        _sign = _random.NextBoolean();
        _isOpposite = _random.NextDouble() < difficulty;
        observation[0] = _sign ? 1 : -1;
        observation[1] = _sign != _isOpposite ? 0.5f : -0.5f;
    }
}
