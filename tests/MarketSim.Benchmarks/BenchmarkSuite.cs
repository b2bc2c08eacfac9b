using System.Text.Json;
using MarketSim.Benchmarks.Actors;
using MarketSim.Benchmarks.Book;
using MarketSim.Benchmarks.Clusters;
using MarketSim.Benchmarks.Environments;
using MarketSim.Benchmarks.Learning;
using MarketSim.Benchmarks.Runs;
using MarketSim.Cli.Benchmarks;
using MarketSim.Cli.Commands;
using MarketSim.Cli.Terminal;

namespace MarketSim.Benchmarks;

/// <summary>Measures what <c>marketsim bench</c> asks for.</summary>
internal sealed class BenchmarkSuite(CommandConsole console, TimeProvider timeProvider)
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(BenchRequest request)
    {
        if (BenchmarkProgram.OtherBuild() is { } refusal)
        {
            await console.Error.WriteLineAsync($"marketsim: {refusal}");
            return ExitCode.Failed;
        }

        var measurements = new List<Measurement>();
        foreach (string name in request.Names)
        {
            measurements.AddRange(await MeasureAsync(name, request.Repeats));
        }

        if (request.IsJson)
        {
            await console.Output.WriteLineAsync(JsonSerializer.Serialize(measurements, JsonSerializerOptions.Web));
        }
        else
        {
            MeasurementsView.Write(console, measurements);
        }

        return ExitCode.Success;
    }

    private async Task<IReadOnlyList<Measurement>> MeasureAsync(string name, int repeats) => name switch
    {
        "actors" => await ActorBenchmark.MeasureAsync(timeProvider, repeats),
        "book" => BookBenchmark.Measure(timeProvider, repeats),
        "networks" => NetworkBenchmark.Measure(timeProvider, repeats),
        "environments" => EnvironmentBenchmark.Measure(timeProvider, repeats),
        "server" => await ServerBenchmark.MeasureAsync(timeProvider, repeats),
        "replicas" => await ReplicaBenchmark.MeasureAsync(timeProvider, repeats),
        "agents" => await RunBenchmark.ActiveAsync(timeProvider, repeats),
        "day" => await RunBenchmark.DayAsync(timeProvider, repeats),
        "memory" => await RunBenchmark.MemoryAsync(timeProvider),
        BenchCommand.Cluster => await ClusterBenchmark.MeasureAsync(timeProvider, repeats, new ClusterBenchmarkSize()),
        BenchCommand.ReplicasOverNodes => await ReplicaBenchmark.OverNodesAsync(timeProvider, repeats),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such benchmark."),
    };
}
