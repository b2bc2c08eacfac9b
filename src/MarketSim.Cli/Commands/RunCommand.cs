using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim run</c>: from a scenario to a run folder with a report.</summary>
internal static class RunCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var scenarioArgument = new Argument<string>("scenario") { Description = "A built-in scenario (see `marketsim scenario list`) or a YAML file." };
        var seedOption = new Option<ulong?>("--seed") { Description = "Seed of all chance, in place of the scenario's.", HelpName = "N", CustomParser = ParseSeed };
        var outputOption = new Option<string?>("--output", "-o") { Description = "Folder for the run; must be empty or new. Default: runs/<scenario>-<seed>-<time>.", HelpName = "DIR" };
        var execution = new ExecutionOptions();
        var command = new ExampleCommand(
            "run",
            "Runs a scenario and writes a run folder with tables and a report.",
            "marketsim run quickstart",
            "marketsim run quickstart --seed 7 --output runs/seven",
            "marketsim run my-market.yaml --threads 2 --json")
        {
            scenarioArgument,
            seedOption,
            outputOption,
        };
        execution.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            Scenario scenario = ScenarioSource.Read(parsed.GetRequiredValue(scenarioArgument));
            scenario = parsed.GetValue(seedOption) is { } seed ? scenario with { Seed = seed } : scenario;
            string path = parsed.GetValue(outputOption) ?? RunFolderNames.ForNewRun(scenario, timeProvider);
            RunFolder folder = CreateFolder(path);
            var session = new RunSession(console, timeProvider, folder, scenario, execution.Of(parsed));
            return await session.RunAsync(options => SimulationRun.StartAsync(scenario, folder.FullPath, options)).ConfigureAwait(false);
        });
        return command;
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

    private static ulong? ParseSeed(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
        {
            return seed;
        }

        result.AddError($"--seed is {text}; it must be a whole number from 0 to {ulong.MaxValue}, e.g. --seed 7");
        return null;
    }
}
