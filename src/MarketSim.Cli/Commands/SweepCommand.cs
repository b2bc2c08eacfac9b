using System.CommandLine;
using System.Globalization;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Sweeps;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Experiments.Sweeps;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim sweep</c>: one scenario with many seeds, here or as a queue of runs in a cluster.</summary>
internal static class SweepCommand
{
    private const int MaxJobs = 256;

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var scenarioArgument = new Argument<string>("scenario") { Description = "A built-in scenario (see `marketsim scenario list`) or a YAML file." };
        Option<IReadOnlyList<ulong>?> seeds = RuleOption.Create("--seeds", SeedRule.Several, "SEEDS", "Which seeds: 1..100, or 1,5,9, or both mixed.");
        seeds.Required = true;
        var output = new Option<string?>("--output", "-o") { Description = "Folder for the results; one of the same sweep is continued with. Default: runs/sweep-<scenario>.", HelpName = "DIR" };
        Option<int?> jobs = RuleOption.CreateNumber("--jobs", Rules.Count(1, MaxJobs, "2"), "N", "Runs at the same time in this process. Default: 1.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object on the last line, and nothing else." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print the results at the end only." };
        var cluster = new ClusterOptions();
        var plugin = new PluginOption();
        var set = new SetOption(takesLists: true);
        var command = new ExampleCommand(
            "sweep",
            "Runs a scenario with many seeds and writes a table with a row per seed, results.csv; what an interrupted sweep has finished is not repeated.",
            "marketsim sweep quickstart --seeds 1..100",
            "marketsim sweep quickstart --seeds 1..5 --set agents.noise.count=100,200 --set market.tickSize=0.01,0.05",
            "marketsim sweep my-market.yaml --seeds 1,5,9 --jobs 2 --output runs/three",
            "marketsim sweep quickstart --seeds 1..100 --cluster cluster.yaml")
        {
            scenarioArgument, seeds, output, jobs, json, quiet,
        };
        set.AddTo(command);
        plugin.AddTo(command);
        cluster.AddTo(command, spreads: false);
        command.Validators.Add(result =>
        {
            if (result.GetResult(jobs) is not null && (cluster.NamesCluster(result) || cluster.StartsNodes(result)))
            {
                result.AddError("--jobs is for runs in this process; in a cluster as many run at a time as there are nodes (`marketsim node --leads`).");
            }
        });
        command.SetAction(async (parsed, _) =>
        {
            string source = parsed.GetRequiredValue(scenarioArgument);
            ScenarioSource.WriteNote(console.Error, source);
            IReadOnlyList<ScenarioSetting> plugins = [.. plugin.Of(parsed)];
            IReadOnlyList<SweepPoint> points = [.. set.GridOf(parsed).Select(settings => new SweepPoint(settings, ScenarioSource.Read(source, [.. plugins, .. settings])))];
            Scenario scenario = points[0].Scenario;
            ClusterTarget target = cluster.Of(parsed) with { NeedsTorch = points.Any(static point => point.Scenario.NeedsTorch) };
            if (!target.IsMeant)
            {
                ScenarioSource.RequireEngines(source, [.. plugins, .. points[0].Settings]);
            }

            string name = string.Create(CultureInfo.InvariantCulture, $"{RunNames.Plain(scenario.Name)}-{timeProvider.GetUtcNow():yyyyMMdd-HHmmss}");
            string path = parsed.GetValue(output) ?? RunFolderNames.ForSweep(scenario);
            var settings = new SweepSettings(parsed.GetValue(jobs) ?? 1, parsed.GetValue(json), parsed.GetValue(quiet));
            IReadOnlyList<ulong> wanted = parsed.GetRequiredValue(seeds)!;
            return points.Count == 1
                ? await new SweepSession(console, timeProvider, scenario, wanted, settings).RunAsync(SweepFolder.Open(path, scenario, name), target).ConfigureAwait(false)
                : await RunGridAsync(console, timeProvider, new SweepGrid(path, points), name, wanted, settings, target).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>One sweep after the other; the first that is interrupted ends the grid.</summary>
    private static async Task<int> RunGridAsync(
        CommandConsole console, TimeProvider timeProvider, SweepGrid grid, string name, IReadOnlyList<ulong> seeds, SweepSettings settings, ClusterTarget target)
    {
        grid.ThrowIfSweep();
        int exitCode = ExitCode.Success;
        for (int number = 0; number < grid.Points.Count && exitCode != ExitCode.Interrupted; number++)
        {
            SweepPoint point = grid.Points[number];
            if (settings.ShowsProgress)
            {
                console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{number + 1} of {grid.Points.Count}  {point}"));
            }

            var folder = SweepFolder.Open(grid.FolderOf(point), point.Scenario, string.Create(CultureInfo.InvariantCulture, $"{name}-{number + 1}"));
            int ended = await new SweepSession(console, timeProvider, point.Scenario, seeds, settings).RunAsync(folder, target).ConfigureAwait(false);
            exitCode = ended == ExitCode.Success ? exitCode : ended;
        }

        string table = grid.WriteTable();
        if (settings.ShowsProgress)
        {
            console.Output.WriteLine($"\nAll results  {CommandPath.Of(table)}");
        }

        return exitCode;
    }
}
