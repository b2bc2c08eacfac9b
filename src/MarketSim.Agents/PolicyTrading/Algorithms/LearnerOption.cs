using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Learning.Options;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>A hyper-parameter as agents of a market have it: the parameter that a scenario sets, and what it does to the options of the learner.</summary>
/// <param name="Apply">A copy of the options with what the parameters say.</param>
internal sealed record LearnerOption<T>(IReadOnlyList<ParameterDefinition> Definitions, Func<T, ParameterSet, T> Apply)
{
    // What a scenario may say where the declaration has no bound, or one that excludes it.
    private const double Least = 1e-12;
    private const double Most = 1e12;
    private const double MostCount = 100_000_000;

    /// <summary>The declaration of the library as it is: name, range, sentence and default.</summary>
    /// <param name="defaults">Of learners in markets.</param>
    /// <param name="name">Of the declaration.</param>
    /// <param name="called">What scenarios have always called it; null for the name.</param>
    /// <param name="isNew">Whether it is left out of scenarios at its default (<see cref="ParameterDefinition.IsWrittenAtDefault"/>).</param>
    public static LearnerOption<T> Of(OptionTable<T> table, T defaults, string name, string? called = null, bool isNew = false)
    {
        OptionField<T> field = table[name];
        ParameterDefinition definition = DefinitionOf(field, field.Read(defaults), called ?? name) with { IsWrittenAtDefault = !isNew };
        return new LearnerOption<T>([definition], (options, parameters) => field.With(options, TextOf(field, parameters[definition.Name])));
    }

    /// <summary>A switch of the library by the words that scenarios have for off and on.</summary>
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

        // 0 stands for what is left out.
        OptionRange range = field.Range ?? throw new ArgumentException($"{field.Name} has no range, by which a scenario could set it.", nameof(field));
        bool isCount = field.Kind == OptionKind.Count;
        ParameterUnit unit = isCount ? ParameterUnit.Count : range == OptionRange.Share ? ParameterUnit.Fraction : ParameterUnit.Number;
        double least = field.IsOptional ? 0 : range.Minimum == double.Epsilon ? Least : Math.Max(range.Minimum, -Most);
        string description = field.IsOptional ? $"{field.Description}; 0 for none." : field.Description;
        double number = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double given) ? given : 0;
        return new ParameterDefinition(name, unit, number, least, Math.Min(range.Maximum, isCount ? MostCount : Most), description);
    }

    private static string TextOf(OptionField<T> field, double value) => field.Kind switch
    {
        OptionKind.Switch => value > 0.5 ? "true" : "false",
        OptionKind.Word => field.Words[(int)value],
        _ when field.IsOptional && value == 0 => "none",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Written(string word) => char.ToLowerInvariant(word[0]) + word[1..];
}
