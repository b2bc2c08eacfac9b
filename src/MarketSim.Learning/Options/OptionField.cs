namespace MarketSim.Learning.Options;

/// <summary>
/// The declaration of one hyper-parameter: its name, what it does, what it may be, and how it is read and written as text. Scenarios, dictionaries of
/// parameters, saved models and the checks of an options record all go by it; its default is that of the options record.
/// </summary>
/// <param name="Name">In camel case, e.g. <c>learningRate</c>; the property has the same name with a capital.</param>
/// <param name="Description">Its effect, in one sentence.</param>
/// <param name="Read">The value as text that <paramref name="With"/> takes.</param>
/// <param name="With">A copy with the value that a text says; throws <see cref="FormatException"/> with what is allowed.</param>
public sealed record OptionField<T>(string Name, string Description, OptionKind Kind, Func<T, string> Read, Func<T, string, T> With)
{
    /// <summary>True for what a saved model cannot change: its architecture, and what only counts at its beginning.</summary>
    public bool IsFixed { get; init; }

    /// <summary>True when it may be left out: <c>none</c>, or the same as another option.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Range of its number or numbers; null where it has none, or checks itself.</summary>
    public OptionRange? Range { get; init; }

    /// <summary>The words of <see cref="OptionKind.Word"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Its numbers as they are; none where it is left out or has none.</summary>
    public Func<T, IEnumerable<double>> Numbers { get; init; } = static _ => [];

    /// <summary>The same hyper-parameter of a record that has this one's as a part.</summary>
    /// <param name="called">Its name in the owner's table; null for its own.</param>
    public OptionField<TOwner> For<TOwner>(Func<TOwner, T> part, Func<TOwner, T, TOwner> withPart, string? called = null) => new(
        called ?? Name, Description, Kind, owner => Read(part(owner)), (owner, text) => withPart(owner, With(part(owner), text)))
    {
        IsFixed = IsFixed,
        IsOptional = IsOptional,
        Range = Range,
        Words = Words,
        Numbers = owner => Numbers(part(owner)),
    };

    /// <exception cref="ArgumentOutOfRangeException">A value is not in its range; the message names the property.</exception>
    public void Check(T options)
    {
        string property = char.ToUpperInvariant(Name[0]) + Name[1..];
        if (Words.Count > 0 && !Words.Contains(Read(options), StringComparer.Ordinal))
        {
            throw new ArgumentOutOfRangeException(property, Read(options), $"{property} must be one of {string.Join(", ", Words)}.");
        }

        if (Range is not null)
        {
            foreach (double number in Numbers(options))
            {
                Range.Require(number, property);
            }
        }
    }
}
