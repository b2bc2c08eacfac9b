using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Vectors;

/// <summary>Environments of one kind, stepped one after the other in one thread. A step allocates nothing of its own.</summary>
public sealed class VectorEnvironment : IVectorEnvironment
{
    private const int SavedFields = 5;

    private readonly IEnvironment[] _environments;
    private bool _evaluates;
    private readonly int _observationSize;
    private readonly int _actionSize;
    private readonly float[] _observations;
    private readonly float[] _finalObservations;
    private readonly double[] _rewards;
    private readonly bool[] _terminated;
    private readonly bool[] _truncated;
    private readonly IReadOnlyDictionary<string, double>?[] _infos;
    private readonly long[] _episodes;
    private ulong _seed;
    private bool _isReset;

    /// <param name="count">Number of environments, at least 1.</param>
    /// <param name="create">Makes one of a number from 0; all with the same spaces.</param>
    public VectorEnvironment(int count, Func<int, IEnvironment> create)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(create);
        _environments = [.. Enumerable.Range(0, count).Select(create)];
        for (int i = 0; i < count; i++)
        {
            string owner = $"Environment {i}";
            IEnvironment environment = _environments[i] ?? throw new ArgumentException($"{owner} was made as null; the function must make an environment.", nameof(create));
            EnvironmentGuard.RequireSpace(environment.ObservationSpace, owner, nameof(ObservationSpace), nameof(create));
            EnvironmentGuard.RequireSpace(environment.ActionSpace, owner, nameof(ActionSpace), nameof(create));
        }

        _observationSize = ObservationSpace.Size;
        _actionSize = ActionSpace.Size;
        if (_environments.Distinct(ReferenceEqualityComparer.Instance).Count() < count)
        {
            throw new ArgumentException("The function made the same environment more than once; each place needs a separate environment, so make a new one at every call.", nameof(create));
        }

        for (int i = 1; i < count; i++)
        {
            if (_environments[i].ObservationSpace.Size != _observationSize || _environments[i].ActionSpace.Size != _actionSize)
            {
                throw new ArgumentException($"Environment {i} has observations or actions of another size than environment 0; all must be alike.", nameof(create));
            }
        }

        _observations = new float[count * _observationSize];
        _finalObservations = new float[count * _observationSize];
        _rewards = new double[count];
        _terminated = new bool[count];
        _truncated = new bool[count];
        _infos = new IReadOnlyDictionary<string, double>?[count];
        _episodes = new long[count];
    }

    /// <inheritdoc/>
    public int Count => _environments.Length;

    /// <inheritdoc/>
    public Space ObservationSpace => _environments[0].ObservationSpace;

    /// <inheritdoc/>
    public Space ActionSpace => _environments[0].ActionSpace;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Observations => _observations;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Terminated => _terminated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Truncated => _truncated;

    /// <inheritdoc/>
    public ReadOnlySpan<float> FinalObservations => _finalObservations;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double>? Info(int environment) => _infos[environment];

    /// <inheritdoc/>
    public void Reset(ulong seed) => Reset(seed, evaluates: false);

    /// <inheritdoc/>
    public void ResetForEvaluation(ulong seed) => Reset(seed, evaluates: true);

    private void Reset(ulong seed, bool evaluates)
    {
        _seed = seed;
        _evaluates = evaluates;
        _isReset = true;
        Array.Clear(_episodes);
        Array.Clear(_rewards);
        Array.Clear(_terminated);
        Array.Clear(_truncated);
        Array.Clear(_infos);
        for (int i = 0; i < Count; i++)
        {
            ResetOne(i);
        }

        _observations.CopyTo(_finalObservations, 0);
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<float> actions)
    {
        if (!_isReset)
        {
            throw new InvalidOperationException("The environments have no episode under way; reset them first.");
        }

        if (actions.Length != Count * _actionSize)
        {
            throw new ArgumentException($"Got {actions.Length} numbers for {Count} actions of size {_actionSize}.", nameof(actions));
        }

        for (int i = 0; i < Count; i++)
        {
            Span<float> final = Row(_finalObservations, i);
            StepResult result = _environments[i].Step(actions.Slice(i * _actionSize, _actionSize), final);
            _rewards[i] = result.Reward;
            _terminated[i] = result.Terminated;
            _truncated[i] = result.Truncated;
            _infos[i] = result.Info;
            if (result.IsLast)
            {
                _episodes[i]++;
                ResetOne(i);
            }
            else
            {
                final.CopyTo(Row(_observations, i));
            }
        }
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(SavedFields);
        writer.WriteUInt64(_seed);
        writer.WriteBoolean(_isReset);
        StateArrays.Write(writer, _episodes);
        StateArrays.Write(writer, _observations);
        writer.WriteArrayHeader(Count);
        foreach (IEnvironment environment in _environments)
        {
            environment.Save(writer);
        }
    }

    /// <exception cref="InvalidDataException">What was saved is of other environments, or an environment saves nothing.</exception>
    /// <remarks>Rewards, ends and infos of the last step are not part of the state; afterwards they are empty.</remarks>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(SavedFields);
        _seed = reader.ReadUInt64();
        _evaluates = false;
        _isReset = reader.ReadBoolean();
        StateArrays.Read(ref reader, _episodes);
        StateArrays.Read(ref reader, _observations);
        reader.ReadArrayHeader(Count);
        for (int i = 0; i < _environments.Length; i++)
        {
            RestoreOne(i, ref reader);
        }

        _observations.CopyTo(_finalObservations, 0);
        Array.Clear(_rewards);
        Array.Clear(_terminated);
        Array.Clear(_truncated);
        Array.Clear(_infos);
    }

    private void RestoreOne(int environment, ref MessagePackReader reader)
    {
        int before = reader.Position;
        string reason = "it restores nothing";
        try
        {
            _environments[environment].Restore(ref reader);
            if (reader.Position > before)
            {
                return;
            }
        }
        catch (InvalidDataException error)
        {
            reason = error.Message.TrimEnd('.');
        }

        throw new InvalidDataException(
            $"Environment {environment} ({_environments[environment].GetType().Name}) cannot resume its episode: {reason}. Let its Save write all that the rest of an episode depends on and its Restore read it (EnvironmentChecker tells), or train on in fresh episodes (Load).");
    }

    private void ResetOne(int environment)
    {
        long episode = _episodes[environment];
        ulong seed = _evaluates
            ? EpisodeSeeds.Of(_seed, 0, environment + (episode * Count))
            : EpisodeSeeds.Of(_seed, environment, episode);
        _environments[environment].Reset(seed, Row(_observations, environment));
    }

    private Span<float> Row(float[] rows, int environment) => rows.AsSpan(environment * _observationSize, _observationSize);
}
