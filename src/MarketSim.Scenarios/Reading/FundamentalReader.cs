using MarketSim.Agents.Parameters;
using MarketSim.Scenarios.Fundamentals;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the section <c>market.fundamental</c>.</summary>
internal sealed class FundamentalReader(SectionReader section, ScenarioFileSource files)
{
    private readonly ProblemList _problems = section.Problems;

    /// <summary>Reads the section, and reports its problems.</summary>
    public FundamentalReading Read()
    {
        Field<string> type = section.Required("type", Rules.Name("mean_reverting"));
        if (!type.IsValid)
        {
            return default;
        }

        if (FundamentalCatalog.Find(type.Value) is not { } definition)
        {
            _problems.Add(type.Line, $"{type.Path}: {FundamentalCatalog.UnknownMessage(type.Value)}", ScenarioProblemCode.UnknownName);
            return default;
        }

        int problemsBefore = _problems.Count;
        ScenarioFile? file = definition.TakesFile ? new FileReader(section, files).Read() : null;
        if (definition.TakesFile && new BarLayoutReader(section).Read() is { } layout && file is not null)
        {
            file = file with { Layout = layout };
        }

        IReadOnlyDictionary<string, string>? given = ParametersReader.Read(section, definition.Parameters);
        section.Close();
        bool statesPrice = definition.StartingPrice is not null;
        if (given is null || _problems.Count > problemsBefore)
        {
            return new FundamentalReading(null, statesPrice, null);
        }

        var parameters = new ParameterSet(definition.Parameters, given);
        return new FundamentalReading(
            new ScenarioFundamental(definition, parameters, file), statesPrice, ReadStartingPrice(definition, parameters, file));
    }

    private decimal? ReadStartingPrice(FundamentalDefinition definition, ParameterSet parameters, ScenarioFile? file)
    {
        if (definition.StartingPrice is null || file is null)
        {
            return null;
        }

        try
        {
            return definition.StartingPrice(parameters, file);
        }
        catch (InvalidDataException exception)
        {
            _problems.Add(section.LineOf("file"), $"{section.PathOf("file")}: {exception.Message}", ScenarioProblemCode.Unreadable);
            return null;
        }
    }
}

/// <summary>The settings of the fundamental value.</summary>
/// <param name="Value">Null when something is wrong.</param>
/// <param name="StatesPrice">True if its data begin with a price, so that the scenario need not state one.</param>
/// <param name="StartingPrice">That price in currency; null when there is none, or the data are wrong.</param>
internal readonly record struct FundamentalReading(ScenarioFundamental? Value, bool StatesPrice, decimal? StartingPrice);
