using System.CommandLine;
using MarketSim.Cli.Realism;
using MarketSim.Cli.Terminal;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim calibrate</c>: finds parameters whose market has given moments.</summary>
internal static class CalibrateCommand
{
    private const int MaxJobs = 64;
    private const int MaxEvaluations = 100_000;

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var scenario = new Argument<string>("scenario") { Description = "A built-in scenario or a YAML file." };
        var targets = new Option<string?>("--targets") { Description = "Moments to reach: CSV with the columns moment, value and error.", HelpName = "FILE" };
        var parameters = new Option<string?>("--parameters") { Description = "What may move, with ranges: group.parameter=lo..hi, or fundamental.parameter=lo..hi, several after commas.", HelpName = "LIST" };
        var write = new Option<string?>("--write-targets") { Description = "In place of a calibration: write the scenario's own moments over the seeds, as targets for another.", HelpName = "FILE" };
        Option<IReadOnlyList<ulong>?> seeds = RuleOption.Create("--seeds", SeedRule.Several, "SEEDS", "Common random numbers of all evaluations. Default: 1..4.");
        Option<int?> evaluations = RuleOption.CreateNumber("--evaluations", Rules.Count(4, MaxEvaluations, "60"), "N", "Places that are simulated, each a session of every seed. Default: 30 for each parameter.");
        Option<int?> jobs = RuleOption.CreateNumber("--jobs", Rules.Count(1, MaxJobs, "2"), "N", "Sessions at the same time. Default: 1.");
        var output = new Option<string?>("--output", "-o") { Description = "Folder for evaluations.csv, calibration.csv, calibration.html and calibrated.yaml; the same command continues there. Default: runs/calibrate-<scenario>.", HelpName = "DIR" };
        var cluster = new ClusterOptions();
        var command = new ExampleCommand(
            "calibrate",
            "Moves parameters until the market has given moments (simulated method of moments with common random numbers), and says how far each target was reached, how sure each parameter is, and which the targets do not tell.",
            "marketsim calibrate realistic --write-targets own.csv --seeds 11..20",
            "marketsim calibrate realistic --targets own.csv --parameters value.observationNoise=0.1%..1%,fundamental.newsDeviation=0.02%..0.1%",
            "marketsim calibrate realistic --targets own.csv --parameters noise.marketShare=1%..10% --cluster cluster.yaml")
        {
            scenario, targets, parameters, write, seeds, evaluations, jobs, output,
        };
        cluster.AddTo(command, spreads: false);
        command.Validators.Add(result =>
        {
            if (result.GetResult(jobs) is not null && (cluster.NamesCluster(result) || cluster.StartsNodes(result)))
            {
                result.AddError("--jobs is for sessions in this process; in a cluster as many run at a time as there are nodes.");
            }

            if (result.GetResult(write) is not null && (result.GetResult(targets) is not null || result.GetResult(parameters) is not null))
            {
                result.AddError("--write-targets is in place of a calibration; leave --targets and --parameters out, or it.");
            }

            bool calibrates = result.GetResult(targets) is not null && result.GetResult(parameters) is not null;
            if (!calibrates && result.GetResult(write) is null)
            {
                result.AddError("Give --targets and --parameters to calibrate, or --write-targets to write the scenario's own moments.");
            }
        });
        command.SetAction((parsed, _) =>
        {
            var session = new CalibrationSession(
                console, timeProvider, ScenarioSource.Read(parsed.GetRequiredValue(scenario)), parsed.GetValue(seeds) ?? [1, 2, 3, 4], parsed.GetValue(jobs) ?? 1, cluster.Of(parsed));
            return parsed.GetValue(write) is { } path
                ? session.WriteTargetsAsync(path)
                : session.CalibrateAsync(parsed.GetValue(targets)!, parsed.GetValue(parameters)!, parsed.GetValue(evaluations), parsed.GetValue(output));
        });
        return command;
    }
}
