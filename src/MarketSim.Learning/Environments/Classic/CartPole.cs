using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Classic;

/// <summary>
/// A pole balanced on a cart by pushes to the left (0) or right (1) (Barto, Sutton and Anderson 1983), in the form of CartPole-v1: reward 1 a
/// step, terminated when the cart is beyond 2.4 or the pole beyond 12 degrees. Observation: position, velocity, angle in radians, angular velocity.
/// </summary>
public sealed class CartPole : IEnvironment
{
    /// <summary>Steps after which CartPole-v1 truncates.</summary>
    public const int StepLimit = 500;

    private const double Gravity = 9.8;
    private const double PoleMass = 0.1;
    private const double TotalMass = 1.0 + PoleMass;
    private const double HalfLength = 0.5;
    private const double PoleMassLength = PoleMass * HalfLength;
    private const double Force = 10;
    private const double SecondsPerStep = 0.02;
    private const double PositionLimit = 2.4;
    private const double AngleLimit = 12 * 2 * Math.PI / 360;
    private const double StartRange = 0.05;

    // The last observation of an episode may be beyond the limits that end it; twice them is more than one step can cover.
    private static readonly BoxSpace Observed = new(
        [(float)(-2 * PositionLimit), float.NegativeInfinity, (float)(-2 * AngleLimit), float.NegativeInfinity],
        [(float)(2 * PositionLimit), float.PositiveInfinity, (float)(2 * AngleLimit), float.PositiveInfinity]);

    private static readonly DiscreteSpace Pushes = new(2);

    private double _position;
    private double _velocity;
    private double _angle;
    private double _angularVelocity;
    private bool _isUnderWay;

    /// <summary>CartPole with the limit of 500 steps.</summary>
    public static IEnvironment Version1() => new TimeLimit(new CartPole(), StepLimit);

    /// <summary>CartPole with the limit, and an observation of position and angle only: velocities must be remembered.</summary>
    public static IEnvironment WithoutVelocities() => new ObservationFilter(Version1(), [0, 2]);

    /// <inheritdoc/>
    public Space ObservationSpace => Observed;

    /// <inheritdoc/>
    public Space ActionSpace => Pushes;

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        var random = new RandomStream(seed, RandomPurpose.Environment, group: 0, index: 0);
        ResetTo(
            random.NextUniform(-StartRange, StartRange),
            random.NextUniform(-StartRange, StartRange),
            random.NextUniform(-StartRange, StartRange),
            random.NextUniform(-StartRange, StartRange),
            observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(Pushes, action);
        double force = action[0] == 1 ? Force : -Force;
        double cosine = Elementary.Cos(_angle);
        double sine = Elementary.Sin(_angle);
        double push = (force + (PoleMassLength * (_angularVelocity * _angularVelocity) * sine)) / TotalMass;
        double angularAcceleration = ((Gravity * sine) - (cosine * push))
            / (HalfLength * ((4.0 / 3.0) - (PoleMass * (cosine * cosine) / TotalMass)));
        double acceleration = push - (PoleMassLength * angularAcceleration * cosine / TotalMass);
        _position += SecondsPerStep * _velocity;
        _velocity += SecondsPerStep * acceleration;
        _angle += SecondsPerStep * _angularVelocity;
        _angularVelocity += SecondsPerStep * angularAcceleration;
        bool hasFallen = Math.Abs(_position) > PositionLimit || Math.Abs(_angle) > AngleLimit;
        _isUnderWay = !hasFallen;
        Observe(observation);
        return new StepResult(1, hasFallen, Truncated: false);
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(5);
        writer.WriteBoolean(_isUnderWay);
        writer.WriteDouble(_position);
        writer.WriteDouble(_velocity);
        writer.WriteDouble(_angle);
        writer.WriteDouble(_angularVelocity);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(5);
        _isUnderWay = reader.ReadBoolean();
        _position = reader.ReadDouble();
        _velocity = reader.ReadDouble();
        _angle = reader.ReadDouble();
        _angularVelocity = reader.ReadDouble();
    }

    internal (double Position, double Velocity, double Angle, double AngularVelocity) State => (_position, _velocity, _angle, _angularVelocity);

    internal void ResetTo(double position, double velocity, double angle, double angularVelocity, Span<float> observation)
    {
        _position = position;
        _velocity = velocity;
        _angle = angle;
        _angularVelocity = angularVelocity;
        _isUnderWay = true;
        Observe(observation);
    }

    private void Observe(Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(Observed, observation);
        observation[0] = (float)_position;
        observation[1] = (float)_velocity;
        observation[2] = (float)_angle;
        observation[3] = (float)_angularVelocity;
    }
}
