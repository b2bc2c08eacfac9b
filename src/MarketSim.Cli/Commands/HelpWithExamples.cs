using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Commands;

/// <summary>The usual help, and below it how the command is used.</summary>
internal sealed class HelpWithExamples(HelpAction help, CommandConsole console) : SynchronousCommandLineAction
{
    private static readonly string[] RootExamples =
    [
        "marketsim run quickstart",
        "marketsim report runs/quickstart-1-20260102-093000",
        "marketsim scenario list",
    ];

    public override int Invoke(ParseResult parseResult)
    {
        // Its own width is that of a terminal, and none at all for a file.
        help.MaxWidth = console.Rich().Profile.Width;
        HideArgumentsAbove(parseResult.CommandResult);
        int exitCode = help.Invoke(parseResult);
        IReadOnlyList<string> examples = parseResult.CommandResult.Command switch
        {
            RootCommand => RootExamples,
            ExampleCommand command => command.Examples,
            _ => [],
        };
        if (examples.Count > 0)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return exitCode;
    }

    // A command below `realism <source>` takes no source; the usual help shows it all the same.
    private static void HideArgumentsAbove(CommandResult result)
    {
        for (SymbolResult? above = result.Parent; above is not null; above = above.Parent)
        {
            foreach (Argument argument in (above as CommandResult)?.Command.Arguments ?? [])
            {
                argument.Hidden = true;
            }
        }
    }
}

/// <summary>A command that shows in its help how it is used.</summary>
internal sealed class ExampleCommand(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
