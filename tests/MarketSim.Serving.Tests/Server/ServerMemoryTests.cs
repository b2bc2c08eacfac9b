using Xunit.Abstractions;

namespace MarketSim.Serving.Tests.Server;

/// <summary>An environment server that is used for long does not grow.</summary>
public sealed class ServerMemoryTests(ITestOutputHelper output)
{
    private const int Environments = 64;
    private const int WarmUp = 100_000;
    private const int Steps = 1_000_000;
    private const long Allowed = 4 << 20;

    [LongTheory(nameof(ServerMemoryTests))]
    [InlineData("orderbook", null, "decision_seconds", "1")]
    [InlineData("orderbook", "run", "decision_seconds", "1")]
    [InlineData("bars", "run", "part", "training")]
    public async Task Memory_is_flat_over_a_million_steps(string kind, string? run, string option, string value)
    {
        await using var server = new RunningServer();
        using var client = TestClient.Greeted(server.Address);
        int handle = client.Make(kind, Environments, run, (option, value));
        client.Reset(handle, [.. Enumerable.Range(0, Environments).Select(static seed => (ulong)seed)]);
        long episodes = Play(client, handle, WarmUp);
        (long heap, long resident) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

        episodes += Play(client, handle, Steps);
        (long heapAfter, long residentAfter) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

        output.WriteLine($"{kind}, {(run is null ? "not recorded" : "recorded")}: {episodes} episodes; heap {heap >> 10} to {heapAfter >> 10} KB, resident {resident >> 20} to {residentAfter >> 20} MB");
        Assert.InRange(heapAfter - heap, long.MinValue, Allowed);
        client.Close(handle);
    }

    private static long Play(TestClient client, int handle, int steps)
    {
        float[] actions = new float[Environments];
        long ended = 0;
        for (int step = 0; step < steps / Environments; step++)
        {
            Array.Fill(actions, ((step % 21) - 10) / 10f);
            ended += client.Step(handle, actions).Ended;
        }

        return ended;
    }
}
