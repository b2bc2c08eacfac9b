using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Realism;

/// <summary>A mechanism of a scenario, and the scenario without it.</summary>
/// <param name="Name">Short, for tables and folders: letters and hyphens.</param>
/// <param name="TakenOut">The change.</param>
/// <param name="Expected">The fact that the mechanism is there for.</param>
public sealed record Ablation(string Name, string TakenOut, string Expected, Scenario Without)
{
    private const string Splitter = "order_splitter";
    private const string Provider = "liquidity_provider";
    private const string Chartist = "chartist_fundamentalist";
    private const string Noise = "noise";

    /// <summary>The mechanisms that a scenario has.</summary>
    public static IReadOnlyList<Ablation> Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Ablation[] all =
        [
            new("splitting", "parent orders of one child each, as many lots a day", "memory of order signs", Rule(scenario, Splitter, OneChildEach)),
            new("bursts", "splitters and noise traders wake by Poisson processes", "times between trades", Rule(Rule(scenario, Splitter, Poisson), Noise, Poisson)),
            new("chartists", "without the group", "clustering of volatility", scenario with { Agents = [.. scenario.Agents.Where(agents => agents.Agent.Type != Chartist)] }),
            new("taking", "providers never take stale quotes", "tails; correlation of absolute return and volume", Rule(scenario, Provider, _ => Set(("takeEdge", "0")))),
            new("withdrawal", "ladders keep size and width in every weather", "concave impact; clustering", Rule(scenario, Provider, _ => Set(("volatilityWithdrawal", "0"), ("flowWithdrawal", "0"), ("widening", "0")))),
            new("return", "what flow has moved never comes back", "impact exponent and reversion", Rule(scenario, Provider, _ => Set(("valueTime", "0s")))),
            new("power-law-return", "it comes back by one exponential of 18 min", "impact exponent", Rule(scenario, Provider, parameters => parameters["returnExponent"] > 0 ? Set(("returnExponent", "0"), ("valueTime", "18min")) : [])),
            new("queue-cancels", "noise traders cancel at random alone", "depth; times between trades", Rule(scenario, Noise, parameters => parameters.Choice<NoiseCancellation>("cancellations") == NoiseCancellation.Queue ? Set(("cancellations", "share")) : [])),
            new("news-cluster", "news come by a Poisson process", "clustering of volatility", Value(scenario, parameters => Has(parameters, "branching") ? Set(("branching", "0%"), ("echoBranching", "0%")) : [])),
            new("news", "the value moves by small steps alone, as much a day", "tails; kurtosis", Value(scenario, WithoutNews)),
            new("profile", "the same activity all day", "U-shaped volume", scenario with { Market = scenario.Market with { Activity = new ActivityProfile(1, 1, scenario.Market.Activity.DayNanoseconds) } }),
        ];
        string digest = scenario.Digest();
        return [.. all.Where(ablation => ablation.Without.Agents.Count > 0 && ablation.Without.Digest() != digest)];
    }

    private enum NoiseCancellation
    {
        Share,
        Queue,
    }

    // A Pareto law cut at its end: the mean of min(size, M) from m on, with exponent a, is (a m - m (m / M)^(a - 1)) / (a - 1).
    private static Dictionary<string, string> OneChildEach(ParameterSet parameters)
    {
        double tail = parameters["tailExponent"], smallest = parameters["minimumParent"], child = parameters["childSize"];
        double mean = tail == 1
            ? smallest * (1 + Elementary.Log(parameters["maximumParent"] / smallest))
            : smallest * (tail - Elementary.Exp((tail - 1) * Elementary.Log(smallest / parameters["maximumParent"]))) / (tail - 1);
        double children = Math.Max(1, mean / child);
        double day = parameters["meanPause"] + (parameters["meanInterval"] * children);
        return Set(
            ("minimumParent", Invariant(child)),
            ("maximumParent", Invariant(child + 1)),
            ("meanPause", Invariant(Math.Max(0, (day / children) - parameters["meanInterval"]) / SimulatedTime.NanosecondsPerSecond) + "s"));
    }

    private static Dictionary<string, string> Poisson(ParameterSet parameters) => Set(("arrivals", "poisson"));

    // News of rate r add r deviation² a second to the variance of the logarithm.
    private static Dictionary<string, string> WithoutNews(ParameterSet parameters)
    {
        if (!Has(parameters, "newsDeviation"))
        {
            return [];
        }

        const double daySeconds = 6.5 * 3_600;
        double jumps = parameters["newsRate"] * daySeconds * parameters["newsDeviation"] * parameters["newsDeviation"];
        double perAnnum = Math.Sqrt((parameters["volatility"] * parameters["volatility"]) + (252 * jumps));
        return Set(("newsRate", "0/s"), ("volatility", Invariant(100 * perAnnum) + "%"));
    }

    private static bool Has(ParameterSet parameters, string name) => parameters.Definitions.Any(definition => definition.Name == name);

    private static string Invariant(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Set(params (string Name, string Text)[] changes) =>
        changes.ToDictionary(change => change.Name, change => change.Text, StringComparer.Ordinal);

    private static Scenario Rule(Scenario scenario, string type, Func<ParameterSet, Dictionary<string, string>> change) => scenario with
    {
        Agents = [.. scenario.Agents.Select(agents => agents.Agent is RuleBasedAgent rule && rule.Type == type
            ? agents with { Agent = new RuleBasedAgent(rule.Definition, Changed(rule.Parameters, change(rule.Parameters))) }
            : agents)],
    };

    private static Scenario Value(Scenario scenario, Func<ParameterSet, Dictionary<string, string>> change)
    {
        ScenarioFundamental fundamental = scenario.Market.Fundamental;
        ParameterSet changed = new(fundamental.Parameters.Definitions, Changed(fundamental.Parameters, change(fundamental.Parameters)));
        return scenario with { Market = scenario.Market with { Fundamental = fundamental with { Parameters = changed } } };
    }

    private static Dictionary<string, string> Changed(ParameterSet parameters, Dictionary<string, string> changes) => parameters.Definitions.ToDictionary(
        definition => definition.Name, definition => changes.GetValueOrDefault(definition.Name) ?? definition.Format(parameters[definition.Name]), StringComparer.Ordinal);
}
