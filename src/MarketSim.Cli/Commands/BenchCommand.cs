using System.CommandLine;
using System.Text.Json;
using MarketSim.Cli.Benchmarks;
using MarketSim.Cli.Benchmarks.Clusters;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim bench</c>: measures this machine and says what to compare the figures with.</summary>
internal static class BenchCommand
{
    private const string ClusterName = "cluster";
    private const string ReplicasOverNodesName = "replicas-nodes";

    private static readonly string[] NamesOfAll = ["actors", "book", "networks", "environments", "server", "replicas", "agents", "day", "memory"];

    // Two nodes for minutes: measured only on request.
    private static readonly string[] Names = [.. NamesOfAll, ClusterName, ReplicasOverNodesName];

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var which = new Argument<string[]>("benchmark")
        {
            Description = $"Which to run: {string.Join(", ", Names)}; all but the last two when none is named. Those start two nodes, which share a SQLite file.",
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
            "Measures speed and memory: messages between actors, order book, networks, trading environments, the same through the server for Python, training in copies of a market, agents, the day of RMSC04, idle agents, a cluster. Rates are medians with the lowest and highest repeat.",
            "marketsim bench actors book --repeats 9",
            "marketsim bench replicas replicas-nodes --repeats 3",
            "marketsim bench cluster --repeats 5")
        {
            which, repeats, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            string[] names = parsed.GetValue(which) is { Length: > 0 } named ? named : NamesOfAll;
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
        "actors" => await ActorBenchmark.MeasureAsync(timeProvider, repeats).ConfigureAwait(false),
        "book" => BookBenchmark.Measure(timeProvider, repeats),
        "networks" => NetworkBenchmark.Measure(timeProvider, repeats),
        "environments" => EnvironmentBenchmark.Measure(timeProvider, repeats),
        "server" => await ServerBenchmark.MeasureAsync(timeProvider, repeats).ConfigureAwait(false),
        "replicas" => await ReplicaBenchmark.MeasureAsync(timeProvider, repeats).ConfigureAwait(false),
        ReplicasOverNodesName => await ReplicaBenchmark.OverNodesAsync(timeProvider, repeats).ConfigureAwait(false),
        "agents" => await RunBenchmark.ActiveAsync(timeProvider, repeats).ConfigureAwait(false),
        "day" => await RunBenchmark.DayAsync(timeProvider, repeats).ConfigureAwait(false),
        ClusterName => await ClusterBenchmark.MeasureAsync(timeProvider, repeats, new ClusterBenchmarkSize()).ConfigureAwait(false),
        _ => await RunBenchmark.MemoryAsync(timeProvider).ConfigureAwait(false),
    };
}
