using System.CommandLine;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Cli.Terminal;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim scenario strategies</c> and <c>… fundamentals</c>: what a scenario may name, with all parameters.</summary>
internal static class VocabularyCommand
{
    public static Command Strategies(CommandConsole console) => Create(
        console,
        "strategies",
        "Lists the strategies that agents can follow and the algorithms that they can learn by, with parameters, defaults, ranges and sources.",
        [
            .. StrategyCatalog.All.Select(strategy => new Entry(strategy.Name, $"{strategy.Summary}\nAfter {strategy.Source}.", strategy.Parameters)),
            .. AlgorithmCatalog.All.Select(algorithm => new Entry(
                algorithm.Name, $"{algorithm.Summary}\nAfter {algorithm.Source}.", LearningAgent.ParametersOf(algorithm))),
        ]);

    public static Command Fundamentals(CommandConsole console) => Create(
        console,
        "fundamentals",
        "Lists the kinds of fundamental value, with parameters, defaults and ranges.",
        [.. FundamentalCatalog.All.Select(kind => new Entry(kind.Name, kind.Summary, kind.Parameters) { TakesFile = kind.TakesFile })]);

    private static ExampleCommand Create(CommandConsole console, string name, string description, IReadOnlyList<Entry> entries)
    {
        var nameArgument = new Argument<string?>("name")
        {
            Description = "Only this one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        nameArgument.AcceptOnlyFromAmong([.. entries.Select(entry => entry.Name)]);
        var command = new ExampleCommand(name, description, $"marketsim scenario {name} {entries[0].Name}")
        {
            nameArgument,
        };
        command.SetAction(parsed =>
        {
            string? only = parsed.GetValue(nameArgument);
            foreach (Entry entry in entries.Where(entry => only is null || entry.Name == only))
            {
                Write(console.Output, entry);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(TextWriter output, Entry entry)
    {
        output.WriteLine(entry.Name);
        foreach (string line in entry.Text.Split('\n'))
        {
            output.WriteLine($"  {line}");
        }

        if (entry.TakesFile)
        {
            output.WriteLine("    file  (required; the path of a file, relative to the scenario's folder)");
            output.WriteLine("      What it follows. Its SHA-256 goes into the run folder, and a changed file is refused on resuming.");
        }

        foreach (ParameterDefinition parameter in entry.Parameters)
        {
            string standard = parameter.Default is { } value ? $"default {parameter.Format(value)}" : "required";
            output.WriteLine($"    {parameter.Name}  ({standard}; {parameter.Allowed}{RangeOf(parameter)})");
            output.WriteLine($"      {parameter.Description}");
        }

        output.WriteLine();
    }

    private static string RangeOf(ParameterDefinition parameter) => parameter.Unit == ParameterUnit.Choice
        ? string.Empty
        : $"; {parameter.Format(parameter.Minimum)} to {parameter.Format(parameter.Maximum)}";

    /// <summary>Something that a scenario can name.</summary>
    private sealed record Entry(string Name, string Text, IReadOnlyList<ParameterDefinition> Parameters)
    {
        public bool TakesFile { get; init; }
    }
}
