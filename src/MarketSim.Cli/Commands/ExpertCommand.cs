using System.CommandLine;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Imitation;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim expert record</c>: writes what a group of agents sees and does as demonstrations.</summary>
internal static class ExpertCommand
{
    private const int MaxEpisodes = 1_000_000;
    private const int DefaultEpisodes = 10;

    public static Command Create(CommandConsole console) => new("expert", "Records experts, for policies that are to learn from them.") { CreateRecord(console) };

    private static Command CreateRecord(CommandConsole console)
    {
        var scenarioArgument = new Argument<string>("scenario") { Description = "A built-in scenario, a YAML file, or the folder of a run: then by the policies that it has trained." };
        var agent = new Option<string>("--agent") { Description = "The group of agents to record.", HelpName = "GROUP", Required = true };
        var pupil = new Option<string?>("--as") { Description = "The learning group whose observations and actions are recorded. Default: the one that the group demonstrates to.", HelpName = "GROUP" };
        Option<int?> episodes = RuleOption.CreateNumber("--episodes", Rules.Count(1, MaxEpisodes, "10"), "N", $"Sessions to record. Default: {DefaultEpisodes}.");
        Option<ulong?> seed = RuleOption.CreateNumber("--seed", Rules.Seed, "N", "Seed of all randomness, in place of the scenario's.");
        var output = new Option<string?>("--output", "-o") { Description = "The file. Default: <scenario>-<group>.csv.", HelpName = "FILE" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print the file's name only." };
        var command = new ExampleCommand(
            "record",
            "Plays sessions of a scenario's market and writes what each agent of a group saw and did, as a CSV of demonstrations: episode, step, observation.NAME …, action.NAME …, reward, end.",
            "marketsim expert record imitation --agent expert --episodes 20",
            "marketsim expert record multi-agent-training --agent momentum --as ppo --output momentum.csv")
        {
            scenarioArgument, agent, pupil, episodes, seed, output, quiet,
        };
        command.SetAction(parsed =>
        {
            Scenario scenario = ReadScenario(parsed.GetRequiredValue(scenarioArgument));
            scenario = parsed.GetValue(seed) is { } given ? scenario with { Seed = given } : scenario;
            string group = parsed.GetRequiredValue(agent);
            string path = parsed.GetValue(output) ?? $"{scenario.Name}-{group}.csv";
            if (Path.Exists(path))
            {
                throw new WrongUseException($"{path} is there already, and nothing is overwritten; choose another with --output.");
            }

            bool isQuiet = parsed.GetValue(quiet);
            int count = parsed.GetValue(episodes) ?? DefaultEpisodes;
            using var interruption = new Interruption(console.Error.WriteLine);
            DemonstrationSet recorded = ExpertRecorder.Record(
                scenario, group, count, parsed.GetValue(pupil), done => Report(console, isQuiet, done, count), interruption.Token);
            DemonstrationFile.Write(path, recorded);
            console.Output.WriteLine(isQuiet ? path : $"{path}: {recorded.Episodes.Count} episodes, {recorded.Steps} steps of {recorded.ObservationSize} observations and {recorded.ActionSize} actions");
            return ExitCode.Success;
        });
        return command;
    }

    private static void Report(CommandConsole console, bool isQuiet, int done, int count)
    {
        if (!isQuiet && console.IsTerminal)
        {
            console.Error.Write($"\r{done} of {count} sessions{(done == count ? Environment.NewLine : string.Empty)}");
        }
    }

    private static Scenario ReadScenario(string nameOrPath)
    {
        if (!Directory.Exists(nameOrPath))
        {
            return ScenarioSource.Read(nameOrPath);
        }

        var folder = RunFolder.Open(nameOrPath);
        Scenario scenario = ScenarioReader.ReadFile(folder.PathOf(RunFolder.ScenarioFile));
        try
        {
            return TrainedPolicies.GroupsThatLearn(scenario).Count == 0 ? scenario : TrainedPolicies.Freeze(scenario, TrainedPolicies.Read(folder, scenario));
        }
        catch (InvalidDataException exception)
        {
            throw RunFolderException.Damaged(exception);
        }
    }
}
