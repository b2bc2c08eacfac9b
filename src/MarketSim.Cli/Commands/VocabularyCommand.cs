using System.CommandLine;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading.Algorithms;
using MarketSim.Agents.Population;
using MarketSim.Cli.Bars;
using MarketSim.Cli.Terminal;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Fundamentals;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim scenario strategies</c>, <c>… fundamentals</c> and <c>… bars</c>: what a scenario may name, with all parameters.</summary>
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

    public static Command Bars(CommandConsole console) => BarsGuess.AddTo(console, BarsWords(console));

    private static ExampleCommand BarsWords(CommandConsole console) => Create(
        console,
        "bars",
        "Lists what a training on bars can set, with defaults and ranges: generated bars, the environment, impact, learners.",
        [
            new(
                "split",
                "Section bars.split: folds (default 4), testBars of each (auto: as many as make folds + 1 equal parts), gapBars between training and test\n"
                    + "(auto: the look-back of an observation, which is the least), training: expanding or rolling, trainBars of each fold where it rolls.",
                []),
            new(
                "file",
                "Section bars.file: a file of bars in any usual layout (texts, JSON, Parquet, ZIP, GZIP). --guess FILE writes the section that reads one. Beside it, where a file leaves something open:\n"
                    + "columns, separator, decimal, timeFormat, timeZone, priceScale, entry, symbol; close: traded or adjusted; splits: warn, adjust or refuse; outliers: warn, drop or refuse;\n"
                    + "holes: warn, bridge or refuse; sessions: separate or joined; duplicates: warn or refuse.",
                []),
            new("generated", "Section bars.generated, in place of bars.file: a random walk whose changes may be persistent.", BarsData.GeneratedParameters),
            new(
                "environment",
                "Section environment: how bars are traded, observed and rewarded. Beside these it takes the lists barLengths (lengths over which returns are observed, default [1, 5, 20])\n"
                    + "and sizes (of trades, as shares of the greatest position, default [1]), barsPerYear (a number, or auto to take it from sessions and bars per session), and impact with a type below.",
                BarsEnvironment.Definitions),
            new(
                "learners",
                "A list: name, type, steps of each training (required), seeds (default 1), environments that a training plays in (default 8), parameters of the type below.\n"
                    + "stepsPerUpdate 0 means as many as all environments together take in an episode (PPO), or in 30 bars (A2C).",
                []),
            .. BarsImpactCatalog.All.Select(impact => new Entry(impact.Name, $"As environment.impact.type. {impact.Summary}", impact.Parameters)),
            .. AlgorithmCatalog.All.Select(algorithm => new Entry(
                algorithm.Name, $"As learners.type, with parameters. {algorithm.Summary}\nAfter {algorithm.Source}.", algorithm.Parameters)),
        ]);

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
