using MarketSim.Learning.Normalization;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Vectors;

/// <summary>
/// Normalises what environments show and pay, with statistics that are the model's: they are saved with the model, and evaluation runs
/// with <see cref="IsTraining"/> off, so that they stay as they were.
/// </summary>
public sealed class NormalizedVectorEnvironment : IVectorEnvironment
{
    private readonly IVectorEnvironment _inner;
    private readonly RunningStatistics? _observationStatistics;
    private readonly ReturnNormalizer? _returns;
    private readonly float[] _observations;
    private readonly float[] _finalObservations;
    private readonly double[] _rewards;
    private readonly bool[] _ended;

    /// <param name="observationStatistics">Of rows of the observation's size; null to leave observations as they are.</param>
    /// <param name="returns">For as many environments; null to leave rewards as they are.</param>
    public NormalizedVectorEnvironment(IVectorEnvironment inner, RunningStatistics? observationStatistics, ReturnNormalizer? returns)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (observationStatistics is not null && observationStatistics.Size != inner.ObservationSpace.Size)
        {
            throw new ArgumentException($"The statistics are of rows of {observationStatistics.Size}; the observations have {inner.ObservationSpace.Size}.", nameof(observationStatistics));
        }

        _inner = inner;
        _observationStatistics = observationStatistics;
        _returns = returns;
        _observations = new float[inner.Count * inner.ObservationSpace.Size];
        _finalObservations = new float[_observations.Length];
        _rewards = new double[inner.Count];
        _ended = new bool[inner.Count];
        ObservationSpace = observationStatistics is null ? inner.ObservationSpace : BoxSpace.Uniform(inner.ObservationSpace.Size, -10, 10);
    }

    /// <summary>True while the statistics are updated by observations and rewards.</summary>
    public bool IsTraining { get; set; } = true;

    /// <inheritdoc/>
    public int Count => _inner.Count;

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace => _inner.ActionSpace;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Observations => _observations;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Terminated => _inner.Terminated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Truncated => _inner.Truncated;

    /// <inheritdoc/>
    public ReadOnlySpan<float> FinalObservations => _finalObservations;

    /// <summary>The figures of the inner environment: an episode's return in them is not normalised.</summary>
    public IReadOnlyDictionary<string, double>? Info(int environment) => _inner.Info(environment);

    /// <inheritdoc/>
    public void Reset(ulong seed)
    {
        _inner.Reset(seed);
        Begin();
    }

    /// <inheritdoc/>
    public void ResetForEvaluation(ulong seed)
    {
        _inner.ResetForEvaluation(seed);
        Begin();
    }

    private void Begin()
    {
        _returns?.ResetSums();
        Array.Clear(_rewards);
        Observe();
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<float> actions)
    {
        _inner.Step(actions);
        for (int i = 0; i < _ended.Length; i++)
        {
            _ended[i] = _inner.Terminated[i] || _inner.Truncated[i];
        }

        if (IsTraining)
        {
            _returns?.Update(_inner.Rewards, _ended);
        }

        for (int i = 0; i < _rewards.Length; i++)
        {
            _rewards[i] = _returns?.Normalize(_inner.Rewards[i]) ?? _inner.Rewards[i];
        }

        Observe();
    }

    /// <summary>Saves the environments and the statistics.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(3);
        _inner.Save(writer);
        SaveOrNil(writer, _observationStatistics is null ? null : _observationStatistics.Save);
        SaveOrNil(writer, _returns is null ? null : _returns.Save);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        _inner.Restore(ref reader);
        if (!reader.TryReadNil())
        {
            Require(_observationStatistics).Restore(ref reader);
        }

        if (!reader.TryReadNil())
        {
            Require(_returns).Restore(ref reader);
        }

        Array.Clear(_rewards);
        CopyNormalized();
    }

    private void Observe()
    {
        if (IsTraining)
        {
            _observationStatistics?.Update(_inner.Observations);
        }

        CopyNormalized();
    }

    private void CopyNormalized()
    {
        _inner.Observations.CopyTo(_observations);
        _inner.FinalObservations.CopyTo(_finalObservations);
        _observationStatistics?.Normalize(_observations);
        _observationStatistics?.Normalize(_finalObservations);
    }

    private static void SaveOrNil(MessagePackWriter writer, Action<MessagePackWriter>? save)
    {
        if (save is null)
        {
            writer.WriteNil();
        }
        else
        {
            save(writer);
        }
    }

    private static T Require<T>(T? part)
        where T : class =>
        part ?? throw new InvalidDataException("The saved environments normalise something that these do not.");
}
