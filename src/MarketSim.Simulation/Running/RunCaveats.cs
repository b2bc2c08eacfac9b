using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Agents.Population;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Simulation.Running;

/// <summary>Caveats on the model that a reader of a run's results should know.</summary>
internal static class RunCaveats
{
    private const int ShownDigits = 12;

    public static IReadOnlyList<string> Of(Scenario scenario)
    {
        TradingSession session = scenario.Market.Session;
        ScenarioAgents? fastest = scenario.Agents.Where(group => group.Count > 0).MinBy(group => group.Latency.MedianNanoseconds);
        long roundTrip = 2 * (fastest?.Latency.MedianNanoseconds ?? 0);
        IEnumerable<string> slow = fastest is null || session.TickNanoseconds <= roundTrip
            ? []
            : [$"A tick lasts {Milliseconds(session.TickNanoseconds)} ms, longer than the fastest agents' round trip (group {fastest.Name}, {Milliseconds(roundTrip)} ms): nobody reacts inside a tick, so quotes are staler and races are coarser than with a finer tick."];
        return
        [
            .. slow,
            .. MarketWarnings.Of(scenario),
            .. scenario.Agents.Where(group => group.Agent is LearningAgent && group.Agent.Parameters.Nanoseconds("decisionInterval") < session.TickNanoseconds)
                .Select(group => $"The agents of group {group.Name} are to decide more often than once a tick ({Milliseconds(session.TickNanoseconds)} ms); they decide once a tick."),
            .. scenario.Agents.Where(group => group.Learns).Select(OfEngine).OfType<string>(),
        ];
    }

    public static IReadOnlyList<string> OfFailures(long failures) => failures == 0
        ? []
        : [$"Strategies threw {failures} times; {RunFolder.LogFile} tells which agents, when and why."];

    public static IReadOnlyList<string> OfSelfTests(IReadOnlyList<string> selfTests) => selfTests.Count < 2
        ? []
        : [$"Machines whose processors compute differently on torch have hosted the learners one after the other (self-tests {string.Join(", ", selfTests.Select(static digest => digest[..Math.Min(digest.Length, ShownDigits)]))}): the run repeats up to rounding, not to the bit."];

    public static IEnumerable<string> OfLearners(IReadOnlyList<LearnerSummary> learners) => learners.Select(OfLearner).OfType<string>();

    private static string? OfEngine(ScenarioAgents group) => EngineCrossover.Note(((LearningAgent)group.Agent).Engine, group.Agent.Parameters) is { } note
        ? $"The learner of group {group.Name} could be faster: {note}; `marketsim bench networks` measures both engines here."
        : null;

    private static string? OfLearner(LearnerSummary learner) => learner switch
    {
        { StoppedBecause.Length: > 0 } =>
            $"The learner of policy {learner.Policy} was stopped after {learner.WeightsVersions} versions of its weights, and its agents continued with the weights that it had published last: {learner.StoppedBecause}",
        { WeightsVersions: 0 } =>
            $"Policy {learner.Policy} has not learned: its agents made {learner.Steps} steps, too few for a first update. Train for more episodes, decide more often, or lower stepsPerUpdate or learningStarts.",
        _ => null,
    };

    private static string Milliseconds(long nanoseconds) => (nanoseconds / 1_000_000m).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
