using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Bars.Reading;

/// <summary>Reads the section <c>environment</c>.</summary>
internal sealed class BarsEnvironmentReader(SectionReader section)
{
    private const int MaxLengths = 32;
    private const int MaxLength = 100_000;

    private static readonly ValueRule<IReadOnlyList<int>> Lengths = new(
        "1 to 32 numbers of bars, each 1 to 100,000, e.g. [1, 5, 20]",
        text => Split<int>(text, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length is >= 1 and <= MaxLength ? length : null));

    private static readonly ValueRule<IReadOnlyList<double>> Sizes = new(
        "1 to 32 rising shares of the greatest position, each greater than 0 and at most 2, e.g. [0.5, 1]",
        text => Split<double>(text, part => UnitText.TryParse(part, ParameterUnit.Fraction, out double size) && size is > 0 and <= 2 ? size : null) is { } sizes
            && sizes.Value.Zip(sizes.Value.Skip(1)).All(pair => pair.First < pair.Second) ? sizes : null);

    private static readonly ValueRule<double?> BarsPerYear = new(
        "a number greater than 0, e.g. 252, or auto",
        text => text == ScenarioKeywords.Auto ? new(null) : UnitText.TryParse(text, ParameterUnit.Number, out double value) && value > 0 ? new(value) : null);

    /// <summary>Reads the section; null after a problem, which is reported.</summary>
    public BarsEnvironment? Read()
    {
        Field<IReadOnlyList<int>> lengths = section.OptionalList<IReadOnlyList<int>>("barLengths", Lengths, [1, 5, 20]);
        Field<IReadOnlyList<double>> sizes = section.OptionalList<IReadOnlyList<double>>("sizes", Sizes, [1]);
        Field<double?> annual = section.Optional("barsPerYear", BarsPerYear, null, ScenarioKeywords.Auto);
        BarsImpact? impact = ReadImpact();
        IReadOnlyDictionary<string, string>? given = ParametersReader.Read(section, BarsEnvironment.Definitions);
        return given is not null && lengths.IsValid && sizes.IsValid && annual.IsValid && impact is not null
            ? new BarsEnvironment(new ParameterSet(BarsEnvironment.Definitions, given), lengths.Value, sizes.Value, annual.Value, impact)
            : null;
    }

    private BarsImpact? ReadImpact()
    {
        if (!section.Has("impact"))
        {
            return BarsImpactCatalog.None;
        }

        SectionReader impact = section.Section("impact");
        Field<string> type = impact.Required("type", Rules.Name("square_root"));
        if (!type.IsValid)
        {
            return null;
        }

        if (BarsImpactCatalog.Find(type.Value) is not { } definition)
        {
            section.Problems.Add(type.Line, $"{type.Path}: {BarsImpactCatalog.UnknownMessage(type.Value)}", ScenarioProblemCode.UnknownName);
            return null;
        }

        return ParametersReader.Read(impact, definition.Parameters) is { } given ? Create(impact, definition, given) : null;
    }

    private static BarsImpact? Create(SectionReader section, BarsImpactDefinition definition, IReadOnlyDictionary<string, string> given)
    {
        var impact = new BarsImpact(definition, new ParameterSet(definition.Parameters, given));
        try
        {
            // Rules that concern several values are the model's own.
            impact.Create();
            return impact;
        }
        catch (ArgumentException exception)
        {
            section.Problems.Add(section.Line, $"{section.PathOf("type")}: {exception.Message}", ScenarioProblemCode.InvalidValue);
            return null;
        }
    }

    private static Parsed<IReadOnlyList<T>>? Split<T>(string text, Func<string, T?> parse)
        where T : struct
    {
        T?[] values = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(parse)];
        return values.Length <= MaxLengths && values.All(value => value is not null) ? new([.. values.Select(value => value!.Value)]) : null;
    }
}
