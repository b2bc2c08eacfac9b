using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using MarketSim.Cli.Benchmarks;
using MarketSim.Cli.Commands;
using MarketSim.Cli.Logging;
using MarketSim.Cli.Terminal;
using MarketSim.Scenarios;

namespace MarketSim.Cli;

/// <summary>The <c>marketsim</c> command.</summary>
internal static class CommandLine
{
    /// <param name="bench">Measures and prints benchmarks; null to start the program that does.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, CommandConsole console, TimeProvider timeProvider, Func<BenchRequest, CancellationToken, Task<int>>? bench = null)
    {
        bench ??= (request, cancellation) => BenchmarkProgram.RunAsync(request, console, AppContext.BaseDirectory, cancellation);
        ParseResult parsed = Root(console, timeProvider, bench).Parse(args);
        if (parsed.Action is ParseErrorAction or null)
        {
            return WrongUse.Explain(parsed, console.Error);
        }

        var invocation = new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,

            // The runs listen to signals themselves: they take a checkpoint first.
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failure failure = Failure.Of(exception);
            string message = failure.IsExpected ? failure.Message : $"{failure.Message} {CrashLog.Write(exception, timeProvider)}";

            // Editors and terminals find the place where a line begins with it.
            await console.Error.WriteLineAsync(exception is ScenarioException ? message : $"marketsim: {message}").ConfigureAwait(false);
            return failure.ExitCode;
        }
    }

    private static RootCommand Root(CommandConsole console, TimeProvider timeProvider, Func<BenchRequest, CancellationToken, Task<int>> bench)
    {
        var root = new RootCommand("Simulates financial markets with very many trading agents.")
        {
            RunCommand.Create(console, timeProvider),
            ResumeCommand.Create(console, timeProvider),
            ReplayCommand.Create(console, timeProvider),
            ReportCommand.Create(console),
            WatchCommand.Create(console, timeProvider),
            RealismCommand.Create(console, timeProvider),
            CalibrateCommand.Create(console, timeProvider),
            EvaluateCommand.Create(console, timeProvider),
            ExportCommand.Create(console, timeProvider),
            SweepCommand.Create(console, timeProvider),
            ScenarioCommand.Create(console),
            ServeCommand.Create(console, timeProvider),
            NodeCommand.Create(console, timeProvider),
            ClusterCommand.Create(console, timeProvider),
            FetchCommand.Create(console),
            BenchCommand.Create(bench),
            TheoryCommand.Create(console),
            ExpertCommand.Create(console),
            ImitateCommand.Create(console, timeProvider),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, console);
        return root;
    }
}
