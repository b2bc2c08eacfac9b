using System.CommandLine;
using MarketSim.Cli.Imitations;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Imitation;
using MarketSim.Scenarios.Imitation.Reading;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim imitate</c>: learns from an expert, in a market that it trades in or from a file.</summary>
internal static class ImitateCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var scenarioArgument = new Argument<string>("scenario") { Description = "A market whose groups demonstrate (built-in: imitation), or a YAML file with a section imitation, whose expert is a file." };
        Option<ulong?> seedOption = RuleOption.CreateNumber("--seed", Rules.Seed, "N", "Seed of all randomness, in place of the scenario's.");
        var outputOption = new Option<string?>("--output", "-o") { Description = "Folder for the results; must be empty or new, unless --resume is given. Default: runs/<scenario>-<seed>-<time>.", HelpName = "DIR" };
        var resumeOption = new Option<bool>("--resume") { Description = "Resume the interrupted training in the folder of --output; of a file's expert only (a market is resumed by `marketsim resume`)." };
        var execution = new ExecutionOptions();
        var command = new ExampleCommand(
            "imitate",
            "Learns to act as an expert does, or what it wants: from groups that demonstrate while their market runs, or from a file of demonstrations or trades on bars. Writes a folder with the policy, tables and a report.",
            "marketsim imitate imitation",
            "marketsim imitate clone.yaml --output runs/clone",
            "marketsim imitate clone.yaml --output runs/clone --resume")
        {
            scenarioArgument,
            seedOption,
            outputOption,
            resumeOption,
        };
        execution.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            string source = parsed.GetRequiredValue(scenarioArgument);
            bool resumes = parsed.GetValue(resumeOption);
            if (!ScenarioCatalog.Contains(source) && File.Exists(source) && ImitationScenarioReader.IsOne(source))
            {
                ImitationScenario imitation = ImitationScenarioReader.ReadFile(source);
                imitation = parsed.GetValue(seedOption) is { } given ? imitation with { Seed = given } : imitation;
                return await new ImitationSession(console, timeProvider, imitation, source, execution.Of(parsed)).RunAsync(parsed.GetValue(outputOption), resumes).ConfigureAwait(false);
            }

            if (resumes)
            {
                throw new WrongUseException("--resume is for an expert's file; the run of a market is resumed by `marketsim resume RUN`.");
            }

            Scenario scenario = ScenarioSource.Read(source);
            if (scenario.Agents.All(static group => group.DemonstratesTo is null))
            {
                throw new ScenarioException([new ScenarioProblem(source, 0, "no group of agents demonstrates, so there is nobody to imitate; give a group demonstrates: POLICY and add a group of type behavioral_cloning, or run it with `marketsim run`", ScenarioProblemCode.MissingKey)]);
            }

            scenario = parsed.GetValue(seedOption) is { } seed ? scenario with { Seed = seed } : scenario;
            ScenarioSource.RequireEngines(source);
            var folder = RunFolder.Create(parsed.GetValue(outputOption) ?? RunFolderNames.ForNewRun(scenario, timeProvider));
            var session = new RunSession(console, timeProvider, folder, scenario, execution.Of(parsed));
            return await session.RunAsync(options => SimulationRun.StartAsync(scenario, folder.FullPath, options)).ConfigureAwait(false);
        });
        return command;
    }
}
