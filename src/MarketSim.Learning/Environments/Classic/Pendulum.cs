using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Classic;

/// <summary>
/// A pendulum to be swung up and held by a torque within 2, in the form of Pendulum-v1: reward -(angle² + 0.1 angular velocity² + 0.001 torque²)
/// of the state before the step, angle 0 upright. Observation: cosine and sine of the angle, angular velocity within 8. It never terminates.
/// </summary>
public sealed class Pendulum : IEnvironment
{
    /// <summary>Steps after which Pendulum-v1 truncates.</summary>
    public const int StepLimit = 200;

    private const double Gravity = 10;
    private const double Mass = 1;
    private const double Length = 1;
    private const double SecondsPerStep = 0.05;
    private const double MaximumTorque = 2;
    private const double MaximumAngularVelocity = 8;

    private static readonly BoxSpace Observed = new([-1, -1, (float)-MaximumAngularVelocity], [1, 1, (float)MaximumAngularVelocity]);
    private static readonly BoxSpace Torques = BoxSpace.Uniform(1, (float)-MaximumTorque, (float)MaximumTorque);

    private double _angle;
    private double _angularVelocity;
    private bool _isUnderWay;

    /// <summary>Pendulum with the limit of 200 steps.</summary>
    public static IEnvironment Version1() => new TimeLimit(new Pendulum(), StepLimit);

    /// <inheritdoc/>
    public Space ObservationSpace => Observed;

    /// <inheritdoc/>
    public Space ActionSpace => Torques;

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        var random = new RandomStream(seed, RandomPurpose.Environment, group: 0, index: 0);
        ResetTo(random.NextUniform(-Math.PI, Math.PI), random.NextUniform(-1, 1), observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(Torques, action);
        double torque = action[0];
        double fromUpright = Wrapped(_angle);
        double cost = (fromUpright * fromUpright) + (0.1 * (_angularVelocity * _angularVelocity)) + (0.001 * (torque * torque));
        double acceleration = (3 * Gravity / (2 * Length) * Elementary.Sin(_angle)) + (3.0 / (Mass * (Length * Length)) * torque);
        _angularVelocity = Math.Clamp(_angularVelocity + (acceleration * SecondsPerStep), -MaximumAngularVelocity, MaximumAngularVelocity);
        _angle += _angularVelocity * SecondsPerStep;
        Observe(observation);
        return new StepResult(-cost, Terminated: false, Truncated: false);
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(3);
        writer.WriteBoolean(_isUnderWay);
        writer.WriteDouble(_angle);
        writer.WriteDouble(_angularVelocity);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        _isUnderWay = reader.ReadBoolean();
        _angle = reader.ReadDouble();
        _angularVelocity = reader.ReadDouble();
    }

    internal (double Angle, double AngularVelocity) State => (_angle, _angularVelocity);

    internal void ResetTo(double angle, double angularVelocity, Span<float> observation)
    {
        _angle = angle;
        _angularVelocity = angularVelocity;
        _isUnderWay = true;
        Observe(observation);
    }

    private void Observe(Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(Observed, observation);
        observation[0] = (float)Elementary.Cos(_angle);
        observation[1] = (float)Elementary.Sin(_angle);
        observation[2] = (float)_angularVelocity;
    }

    /// <summary>An angle within [-pi, pi).</summary>
    private static double Wrapped(double angle)
    {
        double turns = Math.Floor((angle + Math.PI) / (2 * Math.PI));
        return angle - (turns * (2 * Math.PI));
    }
}
