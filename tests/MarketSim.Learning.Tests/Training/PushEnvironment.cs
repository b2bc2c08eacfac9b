using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Training;

/// <summary>
/// A body with friction that is pushed along a line for 100 steps: 10 for coming as far as <see cref="Goal"/>, to either side, and a cost of every push, so
/// that who never comes there learns to stay. Independent pushes of the largest size come to 4 (one standard deviation), a push that is held to 32.
/// </summary>
internal sealed class PushEnvironment : IEnvironment
{
    public const double Goal = 20;
    private const int Steps = 100;
    private const double Thrust = 0.02;
    private const double Kept = 0.95;
    private const double Prize = 10;
    private const double Cost = 0.01;
    private double _position;
    private double _speed;
    private int _step;

    public Space ObservationSpace { get; } = BoxSpace.Unbounded(3);

    public Space ActionSpace { get; } = BoxSpace.Uniform(1, -1, 1);

    public void Reset(ulong seed, Span<float> observation)
    {
        var random = new RandomStream(seed, RandomPurpose.Test, 0, 0);
        (_position, _speed, _step) = (random.NextUniform(-0.5, 0.5), 0, 0);
        Observe(observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        double push = Math.Clamp(action[0], -1, 1);
        _speed = (Kept * _speed) + (Thrust * push);
        _position += _speed;
        _step++;
        Observe(observation);
        bool isThere = Math.Abs(_position) >= Goal;
        return new StepResult((isThere ? Prize : 0) - (Cost * push * push), Terminated: isThere || _step == Steps, Truncated: false);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteDouble(_position);
        writer.WriteDouble(_speed);
        writer.WriteInt64(_step);
    }

    public void Restore(ref MessagePackReader reader) => (_position, _speed, _step) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32());

    private void Observe(Span<float> observation)
    {
        observation[0] = (float)(_position / Goal);
        observation[1] = (float)(_speed / 0.4);
        observation[2] = 1 - ((float)_step / Steps);
    }
}
