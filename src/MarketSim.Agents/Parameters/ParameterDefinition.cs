namespace MarketSim.Agents.Parameters;

/// <summary>One parameter of a strategy: its name, unit, allowed range and default, the only place where any of them is stated.</summary>
/// <param name="Name">As written in a scenario, in camelCase.</param>
/// <param name="Default">In the unit that the value is held in (<see cref="ParameterUnit"/>); null when it must be given.</param>
/// <param name="Minimum">Smallest allowed value, inclusive.</param>
/// <param name="Maximum">Largest allowed value, inclusive.</param>
/// <param name="Description">What it does, in one sentence.</param>
public sealed record ParameterDefinition(
    string Name, ParameterUnit Unit, double? Default, double Minimum, double Maximum, string Description)
{
    /// <summary>Reads a value as written by a user.</summary>
    /// <param name="error">What is allowed instead, as the end of a sentence; null on success.</param>
    public bool TryParse(string? text, out double value, out string? error)
    {
        if (!UnitText.TryParse(text, Unit, out value))
        {
            error = $"it must be {UnitText.Example(Unit)}";
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
        _ => FormattableString.Invariant($"{value:0.############}"),
    };
}
