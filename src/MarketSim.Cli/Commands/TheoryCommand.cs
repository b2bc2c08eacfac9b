using System.CommandLine;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Theory;
using MarketSim.Reporting;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim theory</c>: trains on problems whose solution is known, and draws what was found beside it.</summary>
internal static class TheoryCommand
{
    private const string Execution = "execution";
    private const string MarketMaking = "market_making";

    public static Command Create(CommandConsole console)
    {
        var problemArgument = new Argument<string?>("problem") { Description = "Only this one.", Arity = ArgumentArity.ZeroOrOne };
        problemArgument.AcceptOnlyFromAmong(Execution, MarketMaking);
        Option<ulong?> seedOption = RuleOption.CreateNumber("--seed", Rules.Seed, "N", "Seed of the training. Default: 1.");
        var outputOption = new Option<string>("--output", "-o") { Description = "The page; an earlier one is replaced. Default: theory.html.", HelpName = "FILE", DefaultValueFactory = static _ => "theory.html" };
        var command = new ExampleCommand(
            "theory",
            "Lets PPO learn optimal execution (Almgren-Chriss) and market making (Avellaneda-Stoikov) and draws what it found beside the exact solutions; takes a minute or two.",
            "marketsim theory execution")
        {
            problemArgument,
            seedOption,
            outputOption,
        };
        command.SetAction(parsed =>
        {
            string? only = parsed.GetValue(problemArgument);
            ulong seed = parsed.GetValue(seedOption) ?? 1;
            string page = PageOf(parsed.GetRequiredValue(outputOption));
            var figures = new List<TheoryFigure>();
            if (only is null or Execution)
            {
                figures.Add(Shown(console, new ExecutionExperiment().Run(seed).Figure()));
            }

            if (only is null or MarketMaking)
            {
                figures.Add(Shown(console, new MarketMakingExperiment().Run(seed).Figure()));
            }

            console.Output.WriteLine(figures.Plot(page, "Theory"));
            return ExitCode.Success;
        });
        return command;
    }

    // Known before minutes of training, not after them.
    private static string PageOf(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new WrongUseException($"--output is {path}, a folder; it must be the path of a page, e.g. theory.html.");
        }

        return Directory.Exists(Path.GetDirectoryName(full))
            ? full
            : throw new WrongUseException($"--output is {path}; its folder {Path.GetDirectoryName(full)} does not exist. Make it, or choose another path.");
    }

    private static TheoryFigure Shown(CommandConsole console, TheoryFigure figure)
    {
        console.Output.WriteLine(figure.Title);
        foreach ((string name, double value) in figure.Figures)
        {
            console.Output.WriteLine(FormattableString.Invariant($"  {name}: {value:0.####}"));
        }

        return figure;
    }
}
