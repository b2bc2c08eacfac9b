using System.CommandLine;
using MarketSim.Cli.Realism;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim realism ablate</c>: which fact is lost without which mechanism.</summary>
internal static class RealismAblateCommand
{
    private const int MaxJobs = 64;

    public static Command Create(CommandConsole console)
    {
        var scenario = new Argument<string>("scenario") { Description = "A built-in scenario or a YAML file." };
        Option<IReadOnlyList<ulong>?> seeds = RuleOption.Create("--seeds", SeedRule.Several, "SEEDS", "The same for every mechanism. Default: 1..3.");
        var only = new Option<string?>("--only") { Description = "Mechanisms to take out, several after commas. Default: all that the scenario has.", HelpName = "NAMES" };
        Option<int?> jobs = RuleOption.CreateNumber("--jobs", Rules.Count(1, MaxJobs, "2"), "N", "Runs at the same time. Default: 1.");
        var output = new Option<string?>("--output", "-o") { Description = "Folder for ablations.md. Default: runs/ablate-<scenario>.", HelpName = "DIR" };
        Option<int?> sessions = RealismCommand.CreateSessions();
        var command = new ExampleCommand(
            "ablate",
            "Runs a scenario as it is, and without each of its mechanisms, and shows which facts are lost.",
            "marketsim realism ablate realistic --sessions 5 --seeds 1..3 --jobs 2")
        {
            scenario, seeds, only, jobs, sessions, output,
        };
        command.SetAction(parsed =>
        {
            Scenario read = ScenarioSource.Read(parsed.GetRequiredValue(scenario));
            return new AblationSession(
                console,
                parsed.GetValue(sessions) is { } count ? RealismStudy.OverSessions(read, count) : read,
                parsed.GetValue(seeds) ?? [1, 2, 3],
                parsed.GetValue(only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                parsed.GetValue(jobs) ?? 1,
                parsed.GetValue(output)).Run();
        });
        return command;
    }
}
