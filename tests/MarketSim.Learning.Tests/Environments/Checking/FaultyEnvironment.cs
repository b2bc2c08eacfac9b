using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Environments.Checking;

/// <summary>A walk within [-20, 20] that ends at its borders or is cut off after 30 steps, and that does at most one thing wrong.</summary>
internal sealed class FaultyEnvironment(EnvironmentFaultKind? fault) : IEnvironment
{
    private static int _resets;

    private RandomStream _random;
    private ulong _seed;
    private double _place;
    private int _steps;
    private bool _isUnderWay;
    private double _notSaved;

    public Space ObservationSpace { get; } = BoxSpace.Uniform(2, -21, 21);

    public Space ActionSpace { get; } = new DiscreteSpace(2);

    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = fault == EnvironmentFaultKind.SeedIgnored ? 3 : seed;
        _random = new RandomStream(_seed, RandomPurpose.Environment, 0, 0);
        _resets++;
        _place = fault == EnvironmentFaultKind.ResetNotRepeatable ? _resets % 7 : _random.NextUniform(-1, 1);
        _notSaved = fault == EnvironmentFaultKind.EpisodeNotRepeatable ? _resets % 5 : 0;
        _steps = 0;
        _isUnderWay = true;
        Observe(observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        if (fault == EnvironmentFaultKind.Throws && _steps == 5)
        {
            throw new NotSupportedException("five is enough");
        }

        if (!_isUnderWay && fault != EnvironmentFaultKind.StepBeforeResetAccepted && (fault != EnvironmentFaultKind.StepAfterEndAccepted || _steps == 0))
        {
            throw new InvalidOperationException("No episode is under way.");
        }

        if (fault != EnvironmentFaultKind.WrongActionAccepted)
        {
            EnvironmentGuard.RequireAction(ActionSpace, action);
        }

        _place += (action[0] == 1 ? 1 : -1) * _random.NextUniform(0.5, 1.5);
        _notSaved += fault == EnvironmentFaultKind.RestoreNotExact ? 1 : 0;
        _steps++;
        bool isOut = Math.Abs(_place) > 20;
        bool isLong = _steps >= 30;
        _isUnderWay = !isOut && !isLong;
        Observe(observation);
        double reward = fault == EnvironmentFaultKind.RewardNotFinite && _steps == 4 ? double.PositiveInfinity : _place + _notSaved;
        return fault switch
        {
            EnvironmentFaultKind.TerminatedAndTruncated => new StepResult(reward, isOut || isLong, isOut || isLong),
            EnvironmentFaultKind.TimeLimitTerminates => new StepResult(reward, isOut || isLong, Truncated: false),
            EnvironmentFaultKind.InfoNotFinite => new StepResult(reward, isOut, isLong && !isOut, new Dictionary<string, double>(StringComparer.Ordinal) { ["ratio"] = double.NaN }),
            _ => new StepResult(reward, isOut, isLong && !isOut),
        };
    }

    public void Save(MessagePackWriter writer)
    {
        if (fault == EnvironmentFaultKind.SaveWritesNothing)
        {
            return;
        }

        writer.WriteArrayHeader(5);
        writer.WriteUInt64(_seed);
        writer.WriteUInt64(_random.Position);
        writer.WriteDouble(_place);
        writer.WriteInt64(_steps);
        writer.WriteBoolean(_isUnderWay);
        if (fault == EnvironmentFaultKind.SaveChangesState)
        {
            _random.NextUInt32();
        }

        if (fault == EnvironmentFaultKind.RestoreReadsOtherBytes)
        {
            writer.WriteNil();
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(5);
        _seed = reader.ReadUInt64();
        _random = new RandomStream(_seed, RandomPurpose.Environment, 0, 0, reader.ReadUInt64());
        _place = reader.ReadDouble();
        _steps = reader.ReadInt32();
        _isUnderWay = reader.ReadBoolean();
    }

    private void Observe(Span<float> observation)
    {
        observation[0] = fault == EnvironmentFaultKind.ObservationOutsideSpace && _steps > 2 ? 50 : (float)_place;
        if (fault != EnvironmentFaultKind.ObservationNotANumber)
        {
            observation[1] = _steps / 30f;
        }
    }
}
