using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Learning.Options;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>A hyper-parameter of agents of a market: the parameters that a scenario sets, and their effect on the options of the learner.</summary>
/// <param name="Definitions">One parameter, or several that set it together.</param>
/// <param name="Apply">Returns a copy of the options with the values of the parameters.</param>
internal sealed record LearnerOption<T>(IReadOnlyList<ParameterDefinition> Definitions, Func<T, ParameterSet, T> Apply)
{
    // Bounds of a scenario's value where the library's declaration has none, or an exclusive one.
    private const double MinPositive = 1e-12;
    private const double MaxMagnitude = 1e12;
    private const double MaxCount = 100_000_000;

    /// <summary>A hyper-parameter as the library declares it: name, range, description and default.</summary>
    /// <param name="defaults">Defaults of learners in markets.</param>
    /// <param name="name">Name of the declaration.</param>
    /// <param name="called">Its name in scenarios, when that differs; otherwise null.</param>
    /// <param name="isNew">True to leave it out of scenarios at its default (<see cref="ParameterDefinition.IsWrittenAtDefault"/>).</param>
    public static LearnerOption<T> Of(OptionTable<T> table, T defaults, string name, string? called = null, bool isNew = false)
    {
        OptionField<T> field = table[name];
        ParameterDefinition definition = DefinitionOf(field, field.Read(defaults), called ?? name) with { IsWrittenAtDefault = !isNew };
        return new LearnerOption<T>([definition], (options, parameters) => field.With(options, TextOf(field, parameters[definition.Name])));
    }

    /// <summary>A switch of the library, by the words of scenarios for off and on.</summary>
    public static LearnerOption<T> Choice(OptionTable<T> table, T defaults, string name, string called, string off, string on)
    {
        OptionField<T> field = table[name];
        ParameterDefinition definition = ParameterDefinition.Choice(called, field.Description, off, on) with { Default = field.Read(defaults) == "true" ? 1 : 0 };
        return new LearnerOption<T>([definition], (options, parameters) => field.With(options, TextOf(field, parameters[called])));
    }

    private static ParameterDefinition DefinitionOf(OptionField<T> field, string value, string name)
    {
        if (field.Kind is OptionKind.Switch or OptionKind.Word)
        {
            string[] words = field.Kind == OptionKind.Switch ? ["false", "true"] : [.. field.Words.Select(Written)];
            return ParameterDefinition.Choice(name, field.Description, words) with { Default = Array.FindIndex(words, word => word.Equals(value, StringComparison.OrdinalIgnoreCase)) };
        }

        // In a scenario 0 stands for an optional value that is left out.
        OptionRange range = field.Range ?? throw new ArgumentException($"{field.Name} has no range, by which a scenario could set it.", nameof(field));
        bool isCount = field.Kind == OptionKind.Count;
        ParameterUnit unit = isCount ? ParameterUnit.Count : range == OptionRange.Share ? ParameterUnit.Fraction : ParameterUnit.Number;
        double minimum = field.IsOptional ? 0 : range.Minimum == double.Epsilon ? MinPositive : Math.Max(range.Minimum, -MaxMagnitude);
        double maximum = Math.Min(range.Maximum, isCount ? MaxCount : MaxMagnitude);
        string description = field.IsOptional ? $"{field.Description}; 0 for none." : field.Description;
        double byDefault = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0;
        return new ParameterDefinition(name, unit, byDefault, minimum, maximum, description);
    }

    // A scenario's number as the text that the library reads.
    private static string TextOf(OptionField<T> field, double value) => field.Kind switch
    {
        OptionKind.Switch => value > 0.5 ? "true" : "false",
        OptionKind.Word => field.Words[(int)value],
        _ when field.IsOptional && value == 0 => "none",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    // A word of the library in camelCase, as scenarios write it.
    private static string Written(string word) => char.ToLowerInvariant(word[0]) + word[1..];
}
