using System.CommandLine;
using System.CommandLine.Parsing;
using MarketSim.Cli.Bars;
using MarketSim.Cli.Live;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Live;
using MarketSim.Live.Configuration;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim run</c>: from a scenario to a run folder with a report.</summary>
internal static class RunCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var scenarioArgument = new Argument<string>("scenario") { Description = "A built-in scenario (see `marketsim scenario list`) or a YAML file." };
        Option<ulong?> seedOption = RuleOption.CreateNumber("--seed", Rules.Seed, "N", "Seed of all randomness, in place of the scenario's.");
        var outputOption = new Option<string?>("--output", "-o") { Description = "Folder for the run; must be empty or new. Default: runs/<scenario>-<seed>-<time>.", HelpName = "DIR" };
        Option<string?> nameOption = RuleOption.Create("--name", RunName, "RUN", "What the run is called in the cluster. Default: <scenario>-<seed>-<time>.");
        var detachOption = new Option<bool>("--detach") { Description = "Leave the run to the cluster and do not wait for it." };
        var cluster = new ClusterOptions();
        var execution = new ExecutionOptions();
        var live = new LiveSettings();
        var plugin = new PluginOption();
        var set = new SetOption(takesLists: false);
        var command = new ExampleCommand(
            "run",
            "Runs a scenario, here or in a cluster, and writes a run folder with tables and a report.",
            "marketsim run quickstart",
            "marketsim run quickstart --seed 7 --output runs/seven",
            "marketsim run quickstart --set agents.noise.count=200 --set market.tickSize=0.05",
            "marketsim run my-market.yaml --threads 2 --json",
            "marketsim run quickstart --live",
            "marketsim run bar-training",
            "marketsim run quickstart --nodes 3 --live",
            "marketsim run my-market.yaml --cluster cluster.yaml --name monday --detach")
        {
            scenarioArgument,
            seedOption,
            outputOption,
        };
        set.AddTo(command);
        plugin.AddTo(command);
        execution.AddTo(command);
        live.AddTo(command);
        cluster.AddTo(command, spreads: true);
        command.Options.Add(nameOption);
        command.Options.Add(detachOption);
        command.Validators.Add(result => ExplainLive(result, cluster, live, detachOption));
        command.Validators.Add(result => ExplainMisfits(result, cluster, execution, nameOption, detachOption));
        command.SetAction(async (parsed, _) =>
        {
            IReadOnlyList<ScenarioSetting> settings = [.. plugin.Of(parsed), .. set.Of(parsed)];
            ScenarioSource.WriteNote(console.Error, parsed.GetRequiredValue(scenarioArgument));
            ScenarioDocument document = ScenarioSource.ReadDocument(parsed.GetRequiredValue(scenarioArgument), settings);
            document = parsed.GetValue(seedOption) is { } seed ? document with { Seed = seed } : document;
            string path = parsed.GetValue(outputOption) ?? RunFolderNames.ForNewRun(document, timeProvider);
            ClusterTarget target = cluster.Of(parsed) with { NeedsTorch = document is Scenario { NeedsTorch: true } };
            if (!target.IsMeant)
            {
                ScenarioSource.RequireEngines(parsed.GetRequiredValue(scenarioArgument), settings);
            }

            if (execution.Of(parsed).ShowsProgress)
            {
                BarFileText.Write(console.Output, document);
            }

            if (document is BarsScenario bars)
            {
                ThrowIfMeant(target);
                ThrowIfLive(live.IsMeant(parsed.CommandResult));
                var training = new BarsRunSession(console, timeProvider, CreateFolder(path), bars, execution.Of(parsed));
                return await training.RunAsync(options => BarsRun.Start(bars, path, options)).ConfigureAwait(false);
            }

            var scenario = (Scenario)document;
            if (target.IsMeant)
            {
                RunSubmitter.ThrowIfItHasPlugins(scenario);
                ThrowIfTaken(path);
                LiveOptions? page = live.IsMeant(parsed.CommandResult) ? live.Of(parsed, timeProvider) : null;
                var remote = new ClusterRunSession(console, timeProvider, scenario, target, execution.Of(parsed), parsed.GetValue(nameOption), path)
                {
                    ShowBeside = page is null ? null : (store, run, ct) => new ClusterWatch(console, store, run, timeProvider).ShowBesideAsync(page, ct),
                };
                return await (parsed.GetValue(detachOption) ? remote.DetachAsync() : remote.RunAsync()).ConfigureAwait(false);
            }

            // Before there is a folder: an address that is taken leaves nothing behind.
            LiveWindow? window = await live.OpenAsync(parsed, console, timeProvider).ConfigureAwait(false);
            try
            {
                RunFolder folder = CreateFolder(path);
                var session = new RunSession(console, timeProvider, folder, scenario, execution.Of(parsed) with { Window = window });
                return await session.RunAsync(options => SimulationRun.StartAsync(scenario, folder.FullPath, options)).ConfigureAwait(false);
            }
            finally
            {
                if (window is not null)
                {
                    await window.DisposeAsync().ConfigureAwait(false);
                }
            }
        });
        return command;
    }

    private static void ExplainLive(CommandResult result, ClusterOptions cluster, LiveSettings live, Option<bool> detach)
    {
        if (live.WouldHold(result) && (cluster.NamesCluster(result) || cluster.StartsNodes(result)))
        {
            result.AddError("--live-paused holds a market that runs in this process; a run of a cluster can only be looked at: give --live, or leave --nodes and --cluster out.");
        }
        else if (live.IsMeant(result) && result.GetResult(detach) is not null)
        {
            result.AddError("--live is a page of this command, which --detach ends at once; leave it out, and look at the run with marketsim watch RUN --cluster FILE.");
        }
    }

    private static void ThrowIfLive(bool isLive)
    {
        if (isLive)
        {
            throw new WrongUseException("A training on bars has no market that could be watched; leave --live out. Its curves are in report.html.");
        }
    }

    private static void ThrowIfMeant(ClusterTarget target)
    {
        if (target.IsMeant)
        {
            throw new WrongUseException("A training on bars runs in this process, and is not spread over nodes; leave --nodes and --cluster out (--threads trains several at a time).");
        }
    }

    private static ValueRule<string> RunName { get; } = new(RunNames.Rule, text => RunNames.IsValid(text) ? new(text) : null);

    private static void ExplainMisfits(CommandResult result, ClusterOptions cluster, ExecutionOptions execution, Option<string?> name, Option<bool> detach)
    {
        bool isDetached = result.GetResult(detach) is not null;
        bool isHere = !cluster.NamesCluster(result) && !cluster.StartsNodes(result);
        if (isDetached && !cluster.NamesCluster(result))
        {
            result.AddError("--detach leaves a run to a cluster that outlives this command; name one with --cluster FILE, or leave --detach out.");
        }
        else if (isDetached && cluster.StartsNodes(result))
        {
            result.AddError("--detach and --nodes do not go together: the nodes would end with this command; start them with `marketsim node`.");
        }
        else if (result.GetResult(name) is not null && isHere)
        {
            result.AddError("--name is what a run is called in a cluster; give --cluster FILE too, or leave --name out (--output names the folder).");
        }
        else if (!isHere && execution.SaysHowToSpread(result))
        {
            result.AddError("--partitions and --threads are for runs in this process; in a cluster each node says how many threads it has (`marketsim node --threads`).");
        }
    }

    /// <summary>
    /// Checks that the folder can be created before the run is submitted: otherwise its results could not be fetched. The folder itself is created when they
    /// are.
    /// </summary>
    private static void ThrowIfTaken(string path)
    {
        bool isNew = !Path.Exists(path);
        RunFolder folder = CreateFolder(path);
        if (isNew)
        {
            Directory.Delete(folder.FullPath);
        }
    }

    private static RunFolder CreateFolder(string path)
    {
        try
        {
            return RunFolder.Create(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"The folder {path} cannot be made: {exception.Message} Choose another with --output.", exception);
        }
    }
}
