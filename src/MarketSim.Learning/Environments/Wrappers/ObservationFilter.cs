using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Environments.Wrappers;

/// <summary>Shows some elements of the observation only.</summary>
public sealed class ObservationFilter : EnvironmentWrapper
{
    private readonly int[] _kept;
    private readonly float[] _observation;
    private readonly BoxSpace _space;

    /// <param name="kept">Elements of the inner observation, in the order in which they are shown.</param>
    /// <exception cref="ArgumentException">The observations are no box, or an element is none of theirs.</exception>
    public ObservationFilter(IEnvironment inner, ReadOnlySpan<int> kept)
        : base(inner)
    {
        BoxSpace box = inner.ObservationSpace as BoxSpace
            ?? throw new ArgumentException($"The observations are of a {inner.ObservationSpace.GetType().Name}; only those of a box can be filtered.", nameof(inner));
        _kept = kept.ToArray();
        float[] low = new float[kept.Length];
        float[] high = new float[kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            if ((uint)kept[i] >= (uint)box.Size)
            {
                throw new ArgumentException($"Element {kept[i]} is kept; the observation has elements 0 to {box.Size - 1}.", nameof(kept));
            }

            low[i] = box.Low[kept[i]];
            high[i] = box.High[kept[i]];
        }

        _space = new BoxSpace(low, high);
        _observation = new float[box.Size];
    }

    /// <inheritdoc/>
    public override Space ObservationSpace => _space;

    /// <inheritdoc/>
    public override void Reset(ulong seed, Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(_space, observation);
        Inner.Reset(seed, _observation);
        Filter(observation);
    }

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(_space, observation);
        StepResult result = Inner.Step(action, _observation);
        Filter(observation);
        return result;
    }

    private void Filter(Span<float> observation)
    {
        for (int i = 0; i < _kept.Length; i++)
        {
            observation[i] = _observation[_kept[i]];
        }
    }
}
