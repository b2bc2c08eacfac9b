using System.Globalization;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;
using MarketSim.Serving.Server;

namespace MarketSim.Benchmarks.Environments;

/// <summary>
/// Steps of order-book environments through the environment server (a Unix socket to a server of this process, a client that only copies numbers) beside the same
/// environment called directly, with the same actions. Runs are not recorded.
/// </summary>
internal static class ServerBenchmark
{
    private const int WarmUp = 2_000;
    private const int Steps = 4_000;

    private static readonly int[] Counts = [1, 8, 64];

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(TimeProvider timeProvider, int repeats)
    {
        string folder = Directory.CreateTempSubdirectory("marketsim-server-").FullName;
        try
        {
            var options = new EnvironmentServerOptions(Token: null, folder, Environment.ProcessorCount);
            EnvironmentServer server = EnvironmentServer.Start(
                new ServerAddress(Path.Combine(folder, "server.sock"), 0), options, static name => ScenarioDocumentReader.ReadBuiltIn(name), timeProvider);
            await using (server.ConfigureAwait(false))
            {
                Measurement direct = EnvironmentBenchmark.OrderBook("server", timeProvider, repeats);
                return [direct, .. Counts.Select(count => Measure(server.Address, count, direct.Median, timeProvider, repeats))];
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Measurement Measure(string address, int count, double direct, TimeProvider timeProvider, int repeats)
    {
        using var client = new ServerBenchmarkClient(address["unix:".Length..], count);
        Play(client, WarmUp);
        (long bytes, long messages) = (client.Bytes, client.Messages);
        List<double> rates = [], processorRates = [];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long began = timeProvider.GetTimestamp();
            int steps = Play(client, Steps);
            rates.Add(steps / timeProvider.GetElapsedTime(began).TotalSeconds);
            processorRates.Add(steps / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        }

        double all = (double)repeats * StepsOf(Steps, count);
        double perProcessorSecond = Measurement.Of(string.Empty, string.Empty, string.Empty, processorRates).Median;
        double share = Measurement.Of(string.Empty, string.Empty, string.Empty, rates).Median / direct;
        string beside = string.Create(
            CultureInfo.InvariantCulture,
            $"{share:P0} of called directly; {perProcessorSecond:N0} per processor second, {(client.Bytes - bytes) / all:0} bytes and {(client.Messages - messages) / all:0.000} messages per step, both ways");
        return Measurement.Of("server", string.Create(CultureInfo.InvariantCulture, $"through the environment server, {count} environments a message"), "steps/s", rates, beside);
    }

    private static int Play(ServerBenchmarkClient client, int steps)
    {
        int played = StepsOf(steps, client.Count);
        for (int step = 0; step < played / client.Count; step++)
        {
            client.Step(((step % 21) - 10) / 10f);
        }

        return played;
    }

    private static int StepsOf(int steps, int count) => (steps + count - 1) / count * count;
}
