using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Hierarchical;

/// <summary>The part of an observation that one level of a hierarchy sees: all of it, or some of its elements.</summary>
internal sealed class FeatureView
{
    private readonly int[]? _elements;

    /// <param name="elements">Indices into the observation; null for all of it.</param>
    /// <param name="name">The setting, for errors.</param>
    /// <exception cref="ArgumentException">An element is not of the observation, or the observation is not a box.</exception>
    public FeatureView(Space observationSpace, IReadOnlyList<int>? elements, string name)
    {
        if (elements is null)
        {
            Space = observationSpace;
            return;
        }

        if (observationSpace is not BoxSpace box)
        {
            throw new ArgumentException($"{name} picks elements of observations that are boxes; these are a {observationSpace.GetType().Name}. Leave it out.", name);
        }

        if (elements.Count == 0 || elements.Any(element => element < 0 || element >= box.Size) || elements.Distinct().Count() < elements.Count)
        {
            throw new ArgumentException(
                $"{name} is [{string.Join(", ", elements)}]; it must name at least one of the {box.Size} elements of the observation, from 0, and none twice. Leave it out to see all.", name);
        }

        _elements = [.. elements];
        float[] low = new float[_elements.Length];
        float[] high = new float[_elements.Length];
        for (int i = 0; i < _elements.Length; i++)
        {
            (low[i], high[i]) = (box.Low[_elements[i]], box.High[_elements[i]]);
        }

        Space = new BoxSpace(low, high);
    }

    public Space Space { get; }

    /// <param name="observation">Of the environment.</param>
    /// <param name="seen">Shape [size of <see cref="Space"/>].</param>
    public void Take(ReadOnlySpan<float> observation, Span<float> seen)
    {
        if (_elements is null)
        {
            observation.CopyTo(seen);
            return;
        }

        for (int i = 0; i < _elements.Length; i++)
        {
            seen[i] = observation[_elements[i]];
        }
    }
}
