using System.CommandLine;
using MarketSim.Cli.Realism;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Impact;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim realism impact</c>: what large orders do to the price.</summary>
internal static class RealismImpactCommand
{
    private const int MaxJobs = 64;

    public static Command Create(CommandConsole console)
    {
        var scenario = new Argument<string>("scenario") { Description = "A built-in scenario or a YAML file." };
        Option<IReadOnlyList<ulong>?> seeds = RuleOption.Create("--seeds", SeedRule.Several, "SEEDS", "Each size and speed once a seed, bought for odd seeds and sold for even ones. Default: 1..4.");
        Option<int?> jobs = RuleOption.CreateNumber("--jobs", Rules.Count(1, MaxJobs, "2"), "N", "Markets at the same time. Default: 1.");
        var output = new Option<string?>("--output", "-o") { Description = "Folder for impact.csv, a row per order. Default: none is written.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object, and nothing else." };
        var command = new ExampleCommand(
            "impact",
            "Sends parent orders of many sizes and speeds into a market, runs it once more without them with the same random numbers, and fits exponent, prefactor and decay of the impact; exit code 1 when round trips earn.",
            "marketsim realism impact realistic --seeds 1..10 --jobs 2")
        {
            scenario, seeds, jobs, output, json,
        };
        command.SetAction(parsed =>
        {
            var options = new ImpactOptions { Jobs = parsed.GetValue(jobs) ?? 1 };
            options = parsed.GetValue(seeds) is { } given ? options with { Seeds = given } : options;
            return new ImpactSession(console, ScenarioSource.Read(parsed.GetRequiredValue(scenario)), options, parsed.GetValue(output), parsed.GetValue(json)).Run();
        });
        return command;
    }
}
