namespace MarketSim.Agents.Parameters;

/// <summary>One parameter of a strategy: its name, unit, allowed range and default, the only place where any of them is stated.</summary>
/// <param name="Name">As written in a scenario, in camelCase.</param>
/// <param name="Default">In the unit that the value is held in (<see cref="ParameterUnit"/>); null when it must be given.</param>
/// <param name="Minimum">Smallest allowed value, inclusive.</param>
/// <param name="Maximum">Largest allowed value, inclusive.</param>
/// <param name="Description">Its effect, in one sentence.</param>
public sealed record ParameterDefinition(
    string Name, ParameterUnit Unit, double? Default, double Minimum, double Maximum, string Description)
{
    /// <summary>The words of a <see cref="ParameterUnit.Choice"/>; empty for every other unit.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The name of the last version, which is taken for this one too; null for none.</summary>
    public string? FormerName { get; init; }

    /// <summary>Name of another parameter of the same unit whose value must be greater; null for none.</summary>
    public string? LessThan { get; init; }

    /// <summary>
    /// False for a parameter that was added later: at its default it is left out of written scenarios, so that earlier checkpoints and policies remain
    /// valid.
    /// </summary>
    public bool IsWrittenAtDefault { get; init; } = true;

    /// <summary>The allowed values, as the end of a sentence.</summary>
    public string Allowed => Unit == ParameterUnit.Choice ? string.Join(" or ", Choices) : UnitText.Example(Unit);

    /// <summary>A parameter whose values are words.</summary>
    /// <param name="choices">The first one is the default.</param>
    public static ParameterDefinition Choice(string name, string description, params string[] choices) =>
        new(name, ParameterUnit.Choice, 0, 0, choices.Length - 1, description) { Choices = choices };

    /// <summary>True when a user means this parameter by the name.</summary>
    public bool IsNamed(string name) => name == Name || name == FormerName;

    /// <summary>Reads a value as written by a user.</summary>
    /// <param name="error">The rule that was violated, as the end of a sentence; null on success.</param>
    public bool TryParse(string? text, out double value, out string? error)
    {
        if (!TryRead(text, out value))
        {
            error = $"it must be {Allowed}";
            return false;
        }

        if (value < Minimum || value > Maximum)
        {
            error = $"it must be between {Format(Minimum)} and {Format(Maximum)}";
            return false;
        }

        error = null;
        return true;
    }

    /// <summary>A value as a user would write it.</summary>
    public string Format(double value) => Unit switch
    {
        ParameterUnit.Duration => FormattableString.Invariant($"{value / 1e9:0.#########}s"),
        ParameterUnit.Rate => FormattableString.Invariant($"{value:0.############}/s"),
        ParameterUnit.Choice => Choices[(int)value],
        _ => FormattableString.Invariant($"{value:0.############}"),
    };

    private bool TryRead(string? text, out double value)
    {
        if (Unit != ParameterUnit.Choice)
        {
            return UnitText.TryParse(text, Unit, out value);
        }

        int place = 0;
        while (place < Choices.Count && Choices[place] != text?.Trim())
        {
            place++;
        }

        value = place;
        return place < Choices.Count;
    }
}
