using System.CommandLine;
using System.Text.Json;
using MarketSim.Cli.Benchmarks;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim bench</c>: measures this machine and says what to compare the figures with.</summary>
internal static class BenchCommand
{
    private static readonly string[] Names = ["kernel", "book", "agents", "day", "memory"];

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var which = new Argument<string[]>("benchmark")
        {
            Description = $"Which to run: {string.Join(", ", Names)}; all when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        which.AcceptOnlyFromAmong(Names);
        var repeats = new Option<int>("--repeats") { Description = "Measured repeats of each, at least 1.", DefaultValueFactory = _ => 5 };
        repeats.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"--repeats is {result.GetValueOrDefault<int>()}; it must be at least 1.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print one JSON array on the last line instead of a table." };
        var command = new ExampleCommand(
            "bench",
            "Measures speed and memory: actor kernel, order book, agents, the day of RMSC04, idle agents. Rates are medians with the lowest and highest repeat.",
            "marketsim bench kernel book --repeats 9")
        {
            which, repeats, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            string[] names = parsed.GetValue(which) is { Length: > 0 } named ? named : Names;
            var measurements = new List<Measurement>();
            foreach (string name in Names.Where(names.Contains))
            {
                measurements.AddRange(await MeasureAsync(name, timeProvider, parsed.GetValue(repeats)).ConfigureAwait(false));
            }

            if (parsed.GetValue(json))
            {
                await console.Output.WriteLineAsync(JsonSerializer.Serialize(measurements, JsonSerializerOptions.Web)).ConfigureAwait(false);
            }
            else
            {
                MeasurementsView.Write(console, measurements);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Measurement>> MeasureAsync(string name, TimeProvider timeProvider, int repeats) => name switch
    {
        "kernel" => await KernelBenchmark.MeasureAsync(timeProvider, repeats).ConfigureAwait(false),
        "book" => BookBenchmark.Measure(timeProvider, repeats),
        "agents" => await RunBenchmark.ActiveAsync(timeProvider, repeats).ConfigureAwait(false),
        "day" => await RunBenchmark.DayAsync(timeProvider, repeats).ConfigureAwait(false),
        _ => await RunBenchmark.MemoryAsync(timeProvider).ConfigureAwait(false),
    };
}
