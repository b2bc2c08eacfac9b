using MarketSim.Agents.Parameters;

namespace MarketSim.Simulation.Scenarios.Reading;

/// <summary>Reads the section <c>market.fundamental</c>.</summary>
internal sealed class FundamentalReader(SectionReader section, ScenarioFileSource files)
{
    private readonly ProblemList _problems = section.Problems;

    /// <summary>What is wrong is reported.</summary>
    public FundamentalReading Read()
    {
        Field<string> type = section.Required("type", Rules.Name("mean_reverting"));
        if (!type.IsValid)
        {
            return default;
        }

        if (FundamentalCatalog.Find(type.Value) is not { } definition)
        {
            _problems.Add(type.Line, $"{type.Path}: {FundamentalCatalog.UnknownMessage(type.Value)}");
            return default;
        }

        int problemsBefore = _problems.Count;
        ScenarioFile? file = definition.TakesFile ? ReadFile() : null;
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

    private ScenarioFile? ReadFile()
    {
        Field<string> path = section.Required("file", new ValueRule<string>("the path of a file, relative to the scenario's folder", text => text.Length > 0 ? new(text) : null));
        Field<string> expected = section.Optional("sha256", Rules.Sha256, string.Empty, string.Empty);
        if (!path.IsValid || !expected.IsValid)
        {
            return null;
        }

        string absolute = files.FullPathOf(path.Value);
        if (files.Contents is { } contents)
        {
            if (contents.TryGetValue(expected.Value, out byte[]? content))
            {
                return new ScenarioFile(absolute, expected.Value) { Content = content };
            }

            _problems.Refuse(path.Path, path.Line, path.Text, "a file that came with the scenario, by its sha256");
            return null;
        }

        try
        {
            string digest = ScenarioFile.Digest(File.ReadAllBytes(absolute));
            if (expected.Value.Length > 0 && digest != expected.Value)
            {
                _problems.Add(path.Line, $"{path.Path} is {absolute}, which has changed: its SHA-256 is {digest}; it must be {expected.Value}. Restore the file, or remove sha256");
                return null;
            }

            return new ScenarioFile(absolute, digest);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string reason = Directory.Exists(absolute) ? $"{absolute} is a folder" : File.Exists(absolute) ? exception.Message : $"{absolute} does not exist";
            _problems.Refuse(path.Path, path.Line, path.Text, $"a file that can be read; {reason}");
            return null;
        }
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
            _problems.Add(section.LineOf("file"), $"{section.PathOf("file")}: {exception.Message}");
            return null;
        }
    }
}

/// <summary>What is known of the fundamental value.</summary>
/// <param name="Value">Null when something is wrong.</param>
/// <param name="StatesPrice">Whether its data begin with a price, so that the scenario need not state one.</param>
/// <param name="StartingPrice">That price in currency; null when there is none, or the data are wrong.</param>
internal readonly record struct FundamentalReading(ScenarioFundamental? Value, bool StatesPrice, decimal? StartingPrice);
