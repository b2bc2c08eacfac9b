using System.CommandLine;
using System.Globalization;
using MarketSim.Cli.Bars;
using MarketSim.Cli.Terminal;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;
using Spectre.Console;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim scenario</c>: lists, shows and checks scenarios.</summary>
internal static class ScenarioCommand
{
    /// <summary>Columns below which a table would break words.</summary>
    private const int MinTableWidth = 72;

    public static Command Create(CommandConsole console) => new("scenario", "Lists, shows and checks scenarios.")
    {
        List(console),
        Show(console),
        Validate(console),
        VocabularyCommand.Strategies(console),
        VocabularyCommand.Fundamentals(console),
        VocabularyCommand.Bars(console),
        LobsterCommand.Create(console),
    };

    private static ExampleCommand List(CommandConsole console)
    {
        var command = new ExampleCommand("list", "Lists the built-in scenarios.", "marketsim scenario list");
        command.SetAction(_ =>
        {
            IAnsiConsole rich = console.Rich();
            IReadOnlyList<ScenarioDocument> scenarios = [.. ScenarioCatalog.Names.Select(static name => ScenarioDocumentReader.ReadBuiltIn(name))];
            if (rich.Profile.Width < MinTableWidth)
            {
                foreach (ScenarioDocument scenario in scenarios)
                {
                    rich.Write(new Text($"{scenario.Name}, {Members(scenario)}: {scenario.Description}"));
                    rich.WriteLine();
                }

                return ExitCode.Success;
            }

            Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap().RightAligned()).AddColumn();
            foreach (ScenarioDocument scenario in scenarios)
            {
                grid.AddRow(new Text(scenario.Name), new Text(Members(scenario)), new Text(scenario.Description));
            }

            rich.Write(grid);
            return ExitCode.Success;
        });
        return command;
    }

    private static string Members(ScenarioDocument scenario) =>
        scenario is BarsScenario bars ? $"{Count(bars.Learners.Count)} learners" : $"{Count(((Scenario)scenario).AgentCount)} agents";

    private static ExampleCommand Show(CommandConsole console)
    {
        var nameArgument = new Argument<string>("name") { Description = "A built-in scenario." };
        var command = new ExampleCommand(
            "show",
            "Prints the YAML of a built-in scenario, to read or to start from.",
            "marketsim scenario show quickstart > my-market.yaml")
        {
            nameArgument,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(nameArgument);
            if (!ScenarioCatalog.Contains(name))
            {
                console.Error.WriteLine($"marketsim: {ScenarioCatalog.UnknownMessage(name)}");
                return ExitCode.WrongUse;
            }

            ScenarioSource.WriteNote(console.Error, name);
            console.Output.Write(ScenarioCatalog.Text(name));
            return ExitCode.Success;
        });
        return command;
    }

    private static ExampleCommand Validate(CommandConsole console)
    {
        var fileArgument = new Argument<string>("file") { Description = "A YAML file." };
        var plugin = new PluginOption();
        var set = new SetOption(takesLists: false);
        var command = new ExampleCommand(
            "validate",
            "Checks a scenario and lists everything that is wrong with it.",
            "marketsim scenario validate my-market.yaml",
            "marketsim scenario validate my-market.yaml --plugin MyStrategies.dll --set agents.noise.count=200")
        {
            fileArgument,
        };
        plugin.AddTo(command);
        set.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(fileArgument);
            ScenarioDocument document = ScenarioSource.ReadDocument(path, [.. plugin.Of(parsed), .. set.Of(parsed)]);
            console.Output.WriteLine($"{path} is right: {Size(document)}.");
            BarFileText.Write(console.Output, document);
            return ExitCode.Success;
        });
        return command;
    }

    private static string Size(ScenarioDocument document)
    {
        if (document is BarsScenario bars)
        {
            BarsSplit split = bars.Split;
            int trainings = split.Folds * bars.Learners.Sum(learner => learner.Seeds);
            return $"{Count(bars.Learners.Count)} learners, {Count(trainings)} trainings in {Count(split.Folds)} folds of {Count(split.TestBars)} test bars behind gaps of {Count(split.GapBars)}";
        }

        var market = (Scenario)document;
        return $"{Count(market.AgentCount)} agents in {Count(market.Agents.Count)} groups, {Count(market.TickCount)} ticks";
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
