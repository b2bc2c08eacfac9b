using System.CommandLine;
using MarketSim.Cli.Bars;
using MarketSim.Cli.Evaluations;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Sweeps;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim evaluate</c>: how the policies of a run, or of all runs of a sweep, do on markets or bars that no training has seen.</summary>
internal static class EvaluateCommand
{
    private const int MaxEpisodes = 1_000_000;
    private const int DefaultEpisodes = 200;
    private const int MaxThreads = 1_024;

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var folderArgument = new Argument<string>("run") { Description = "The folder of a run that has trained, or of a sweep of such runs." };
        Option<int?> episodes = RuleOption.CreateNumber(
            "--episodes", Rules.Count(2, MaxEpisodes, "200"), "N", $"Episodes that every policy plays, the same markets for all. Default: {DefaultEpisodes}.");
        Option<int?> first = RuleOption.CreateNumber(
            "--first", Rules.Count(0, MaxEpisodes, "200"), "N", "Number of the first market, so that a later evaluation can take others. Default: 0.");
        var groups = new Option<string[]>("--group") { Description = "A learning group, or a learner on bars, to evaluate; may be given several times. Default: all that learn.", HelpName = "NAME" };
        var against = new Option<string[]>("--against") { Description = "Somebody to compare with, e.g. untrained or flat; may be given several times. Default: everybody.", HelpName = "NAME" };
        Option<int?> threads = RuleOption.CreateNumber("--threads", Rules.Count(1, MaxThreads, "2"), "N", "Number of threads; changes no result. Default: 1.");
        var likeliest = new Option<bool?>("--deterministic")
        {
            Description = "Policies take their likeliest action instead of drawing one. Default: false in a market, true on bars.",
            HelpName = "true|false",
        };
        var output = new Option<string?>("--output", "-o") { Description = "Folder for tables and page, e.g. for a run whose folder is read-only. Default: the run's, where an earlier evaluation is moved to evaluations/.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on the last line, and nothing else." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print the result only." };
        var command = new ExampleCommand(
            "evaluate",
            "Plays the saved policies of a run on markets, or on bars, that no training has seen, against buy-and-hold, flat, random, untrained and rule-based traders; writes evaluation.csv and a page into the folder, and keeps earlier ones. Policies of a sweep are evaluated seed by seed on the same markets, and pooled with the training seed as the unit. Sharpe ratios are annual: an episode is a trading day.",
            "marketsim evaluate runs/multi-agent-training-1-20260102-093000",
            "marketsim evaluate runs/training --episodes 1000 --threads 2 --json",
            "marketsim evaluate runs/sweep-multi-agent-training --episodes 200")
        {
            folderArgument, episodes, first, groups, against, threads, likeliest, output, json, quiet,
        };
        command.SetAction(async (parsed, _) =>
        {
            string path = parsed.GetRequiredValue(folderArgument);
            bool isSweep = SweepFolder.Exists(path);
            BarsScenario? bars = isSweep ? null : ScenarioDocumentReader.ReadFile(RunFolder.Open(path).PathOf(RunFolder.ScenarioFile)) as BarsScenario;
            if (bars is not null && (parsed.GetValue(episodes) ?? parsed.GetValue(first)) is not null)
            {
                throw new WrongUseException("--episodes and --first number markets; a training on bars is evaluated on all of its test bars, so leave them out.");
            }

            if (bars is not null && parsed.GetValue(against) is { Length: > 0 })
            {
                throw new WrongUseException("--against chooses among those who play in a market; a training on bars is compared with everybody, so leave it out.");
            }

            var settings = new EvaluationSettings(
                parsed.GetValue(episodes) ?? DefaultEpisodes,
                parsed.GetValue(first) ?? 0,
                parsed.GetValue(groups) is { Length: > 0 } named ? named : null,
                parsed.GetValue(against) is { Length: > 0 } others ? others : null,
                parsed.GetValue(threads) ?? 1,
                parsed.GetValue(likeliest) ?? bars is not null,
                parsed.GetValue(json),
                parsed.GetValue(quiet))
            {
                Output = parsed.GetValue(output),
            };
            if (bars is not null)
            {
                return await new BarsEvaluationSession(console, timeProvider, RunFolder.Open(path), bars, settings).RunAsync().ConfigureAwait(false);
            }

            var session = new EvaluationSession(console, timeProvider, settings);
            return await (isSweep ? session.RunAsync(TrainedSweep.Read(path)) : session.RunAsync(RunFolder.Open(path))).ConfigureAwait(false);
        });
        return command;
    }
}
