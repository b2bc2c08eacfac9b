using MarketSim.Agents.Parameters;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Bars.Reading;

/// <summary>Reads where the bars come from: <c>file</c> or <c>generated</c>.</summary>
internal sealed class BarsDataReader(SectionReader section, ScenarioFileSource files)
{
    private const string Generated = "generated";

    /// <summary>Reads the section; null after a problem, which is reported.</summary>
    public BarsData? Read()
    {
        if (!section.Has(Generated))
        {
            if (!section.Has("file"))
            {
                section.Problems.Add(section.Line, $"{section.PathOf("file")} is missing; it must be the path of a file of bars, or give {section.PathOf(Generated)} instead, e.g. generated: {{ count: 2000 }}", ScenarioProblemCode.MissingKey);
                return null;
            }

            ScenarioFile? file = new FileReader(section, files).Read();
            BarLayout? layout = new BarLayoutReader(section).Read();
            return file is null || layout is null ? null : new BarsData(file with { Layout = layout }, null);
        }

        if (section.Has("file"))
        {
            section.Problems.Add(section.LineOf("file"), $"{section.PathOf("file")} and {section.PathOf(Generated)} do not go together; keep one of them");
            return null;
        }

        SectionReader generated = section.Section(Generated);
        IReadOnlyDictionary<string, string>? given = ParametersReader.Read(generated, BarsData.GeneratedParameters);
        return given is null ? null : new BarsData(null, new ParameterSet(BarsData.GeneratedParameters, given));
    }

    /// <summary>The bars themselves; null when they cannot be read, which is reported.</summary>
    public static BarReading? TryRead(SectionReader section, BarsData data, ulong seed)
    {
        try
        {
            return data.Read(seed);
        }
        catch (InvalidDataException exception)
        {
            section.Problems.Add(section.LineOf("file"), $"{section.PathOf("file")}: {exception.Message}", ScenarioProblemCode.Unreadable);
            return null;
        }
    }
}
