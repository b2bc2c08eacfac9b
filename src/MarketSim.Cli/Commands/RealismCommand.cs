using System.CommandLine;
using MarketSim.Cli.Realism;
using MarketSim.Cli.Terminal;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim realism</c>: whether a market looks like a real one.</summary>
internal static class RealismCommand
{
    private const int MaxJobs = 64;
    private const int MaxSessions = 1_000;

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var source = new Argument<string>("source") { Description = "A built-in scenario, a YAML file, the folder of a finished run, or the folder of a sweep." };
        Option<IReadOnlyList<ulong>?> seeds = RuleOption.Create("--seeds", SeedRule.Several, "SEEDS", "Of a scenario: which seeds to run, 1..20, or 1,5,9. Default: 1..5.");
        var output = new Option<string?>("--output", "-o") { Description = "Folder for runs, page and numbers; what has finished there is not run again. Default: runs/realism-<scenario>, or the run's own folder.", HelpName = "DIR" };
        Option<int?> jobs = RuleOption.CreateNumber("--jobs", Rules.Count(1, MaxJobs, "2"), "N", "Runs at the same time. Default: 1.");
        var against = new Option<string?>("--against") { Description = "A real series to put beside it: bars in any layout that scenarios take, or the messages of a LOBSTER day.", HelpName = "FILE" };
        var halveTick = new Option<bool>("--halve-tick") { Description = "Of a scenario: run the first seed with half the tick as well, and show what that changes." };
        var inMemory = new Option<bool>("--in-memory") { Description = "Of a scenario: simulate without run folders, --jobs sessions at a time in one thread each, many times as fast (the same trades; prices sampled up to a tick earlier), and nothing to continue after an interruption." };
        Option<int?> sessions = CreateSessions();
        var json = new Option<bool>("--json") { Description = "Print one JSON object on the last line, and nothing else." };
        var command = new ExampleCommand(
            "realism",
            "Evaluates a market by the facts of real ones: tails, clustering, order-sign memory, bursts, the day's volume, impact of large orders; writes realism.html and realism.json. Exit code 1 when a fact that can be evaluated holds in less than four runs of five.",
            "marketsim realism realistic --seeds 1..5",
            "marketsim realism realistic --sessions 20 --seeds 1..4 --in-memory --jobs 2",
            "marketsim realism runs/realistic-1-20260102-093000",
            "marketsim realism quickstart --against EURUSD.csv --halve-tick")
        {
            source, seeds, output, jobs, against, halveTick, inMemory, sessions, json,
            RealismImpactCommand.Create(console),
            RealismAblateCommand.Create(console),
        };
        command.SetAction(async (parsed, _) =>
        {
            var settings = new RealismSettings(
                parsed.GetValue(seeds), parsed.GetValue(output), parsed.GetValue(jobs) ?? 1, parsed.GetValue(against), parsed.GetValue(halveTick), parsed.GetValue(inMemory), parsed.GetValue(sessions), parsed.GetValue(json));
            return await new RealismSession(console, timeProvider, settings, ScenarioSource.Read).RunAsync(parsed.GetRequiredValue(source)).ConfigureAwait(false);
        });
        return command;
    }

    internal static Option<int?> CreateSessions() => RuleOption.CreateNumber(
        "--sessions", Rules.Count(1, MaxSessions, "20"), "N", "Of a scenario: trading days one after the other in each run, cut apart for every fact. Default: the scenario's own length.");
}
