using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Numerics.Functions;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>A parameter of a scenario that a calibration may move: of a group of agents, <c>value.observationNoise</c>, or of the value, <c>fundamental.newsRate</c>.</summary>
/// <param name="Path">As given.</param>
/// <param name="Low">Lowest value tried, in the unit that it is held in.</param>
/// <param name="High">Highest value tried.</param>
public sealed record CalibrationParameter(string Path, double Low, double High)
{
    private const double LogarithmicFactor = 4;
    private const string Fundamental = "fundamental";
    private const string Example = "e.g. value.observationNoise=0.1%..0.5%";

    /// <summary>Parses <c>a.b=lo..hi</c> for a scenario.</summary>
    /// <exception cref="ArgumentException">The message says what is wrong and what is allowed.</exception>
    public static CalibrationParameter Parse(string text, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(scenario);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (equals < 1 || dots < equals)
        {
            throw new ArgumentException($"--parameters is {text}; each must be a name and a range, {Example}", nameof(text));
        }

        string path = text[..equals].Trim();
        ParameterDefinition definition = DefinitionOf(path, scenario);
        if (definition.Unit is ParameterUnit.Choice or ParameterUnit.Count)
        {
            throw new ArgumentException($"--parameters: {path} is {definition.Allowed}, which cannot be moved by small steps; choose another parameter.", nameof(text));
        }

        double low = ValueOf(definition, path, text[(equals + 1)..dots]);
        double high = ValueOf(definition, path, text[(dots + 2)..]);
        return low < high
            ? new CalibrationParameter(path, low, high)
            : throw new ArgumentException($"--parameters: {path} is to go from {text[(equals + 1)..dots]} to {text[(dots + 2)..]}; the first must be less, {Example}", nameof(text));
    }

    /// <summary>True when places in the range are uniform in the logarithm: for a range of a factor of <see cref="LogarithmicFactor"/> or more.</summary>
    public bool IsLogarithmic => Low > 0 && High >= LogarithmicFactor * Low;

    /// <summary>The value at a place in its range.</summary>
    /// <param name="unit">0 to 1.</param>
    public double At(double unit) => IsLogarithmic
        ? Low * Elementary.Exp(Math.Clamp(unit, 0, 1) * Elementary.Log(High / Low))
        : Low + (Math.Clamp(unit, 0, 1) * (High - Low));

    /// <summary>The difference in value that corresponds to a small difference in place.</summary>
    /// <param name="unit">Place in the range, 0 to 1.</param>
    /// <param name="difference">As a share of the range.</param>
    public double Spread(double unit, double difference) => IsLogarithmic ? At(unit) * Elementary.Log(High / Low) * difference : (High - Low) * difference;

    /// <summary>A value as a scenario is written.</summary>
    public string Format(double value, Scenario scenario) => DefinitionOf(Path, scenario).Format(double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>The scenario with another value of the parameter.</summary>
    public Scenario Apply(Scenario scenario, double value)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        (string group, string name) = Split(Path);
        if (group == Fundamental)
        {
            ScenarioFundamental fundamental = scenario.Market.Fundamental;
            return scenario with { Market = scenario.Market with { Fundamental = fundamental with { Parameters = Changed(fundamental.Parameters, name, value) } } };
        }

        return scenario with
        {
            Agents =
            [
                .. scenario.Agents.Select(agents => agents.Name == group && agents.Agent is RuleBasedAgent rule
                    ? agents with { Agent = new RuleBasedAgent(rule.Definition, Texts(rule.Parameters, name, value)) }
                    : agents),
            ],
        };
    }

    /// <summary>The value of the scenario itself.</summary>
    public double Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        (string group, string name) = Split(Path);
        return group == Fundamental ? scenario.Market.Fundamental.Parameters[name] : scenario.Agents.First(agents => agents.Name == group).Agent.Parameters[name];
    }

    private static double ValueOf(ParameterDefinition definition, string path, string text) => definition.TryParse(text, out double value, out string? error)
        ? value
        : throw new ArgumentException($"--parameters: {path} is {text}; {error}.", nameof(text));

    private static ParameterDefinition DefinitionOf(string path, Scenario scenario)
    {
        (string group, string name) = Split(path);
        ParameterSet? parameters = group == Fundamental
            ? scenario.Market.Fundamental.Parameters
            : scenario.Agents.FirstOrDefault(agents => agents.Name == group && agents.Agent is RuleBasedAgent)?.Agent.Parameters;
        if (parameters is null)
        {
            throw new ArgumentException(
                $"--parameters: {group} is no group of {scenario.Name}; known are {Fundamental}, {string.Join(", ", scenario.Agents.Where(agents => agents.Agent is RuleBasedAgent).Select(agents => agents.Name))}.", nameof(path));
        }

        return parameters.Definitions.FirstOrDefault(definition => definition.Name == name)
            ?? throw new ArgumentException($"--parameters: {group} has no parameter {name}; {NearestName.Suggest(name, parameters.Definitions.Select(definition => definition.Name))}.", nameof(path));
    }

    private static (string Group, string Name) Split(string path)
    {
        int dot = path.LastIndexOf('.');
        return dot < 1 ? (path, string.Empty) : (path[..dot], path[(dot + 1)..]);
    }

    private static ParameterSet Changed(ParameterSet parameters, string name, double value) => new(parameters.Definitions, Texts(parameters, name, value));

    private static Dictionary<string, string> Texts(ParameterSet parameters, string name, double value) =>
        parameters.Definitions.ToDictionary(definition => definition.Name, definition => definition.Format(definition.Name == name ? value : parameters[definition.Name]), StringComparer.Ordinal);
}
