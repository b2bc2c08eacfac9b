using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Local;

namespace MarketSim.Cli.Tests.LocalClusters;

/// <summary><c>marketsim calibrate</c> whose sessions run on nodes.</summary>
public sealed class CalibrationOnNodesTests : IDisposable
{
    private const string Scenario = """
        name: small
        description: Sixty agents for half an hour.
        seed: 3
        market:
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          close: "10:00:00"
          initialPrice: 100.00
          fundamental: { type: constant }
        agents:
          - name: noise
            type: noise
            count: 40
            cash: 100000
            parameters: { meanInterval: 20s, marketShare: 20% }
          - name: value
            type: value
            count: 20
            cash: 100000
            parameters: { meanInterval: 20s }
        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Parameters_are_those_of_one_process_and_nothing_is_left_in_the_cluster()
    {
        _work.Write("small.yaml", Scenario);
        _work.Write("targets.csv", "moment,value,error\nlog_trades,3.2,0.05\n");
        string profile = _work.Write("cluster.yaml", $"store: sqlite:{_work.PathOf("store.db")}\nseeds: [127.0.0.1:{LoopbackPorts.Free(1)[0]}]\n");

        CommandRun here = await CalibrateAsync("here");
        CommandRun there = await CalibrateAsync("there", "--cluster", profile, "--nodes", "2");
        string[] evaluations = await File.ReadAllLinesAsync(_work.PathOf("there", "evaluations.csv"));
        CommandRun again = await CalibrateAsync("there", "--cluster", profile, "--nodes", "2");
        CommandRun runs = await CommandRun.OfAsync("cluster", "runs", "--cluster", profile, "--json");

        Assert.True(here.ExitCode == ExitCode.Success, here.Error);
        Assert.True(there.ExitCode == ExitCode.Success, there.Error);
        Assert.True(again.ExitCode == ExitCode.Success, again.Error);

        // Trades are the same wherever a session runs; only the first line says how they were counted.
        Assert.Equal((await File.ReadAllLinesAsync(_work.PathOf("here", "evaluations.csv")))[1..], evaluations[1..]);
        Assert.Equal(evaluations, await File.ReadAllLinesAsync(_work.PathOf("there", "evaluations.csv")));
        Assert.Equal(await File.ReadAllTextAsync(_work.PathOf("here", "calibrated.yaml")), await File.ReadAllTextAsync(_work.PathOf("there", "calibrated.yaml")));
        Assert.DoesNotContain("calibrate-", runs.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_work.PathOf("there")));
    }

    private Task<CommandRun> CalibrateAsync(string output, params string[] cluster) => CommandRun.OfAsync(
    [
        "calibrate", _work.PathOf("small.yaml"), "--targets", _work.PathOf("targets.csv"), "--parameters", "noise.marketShare=5%..60%",
        "--seeds", "1,2", "--evaluations", "5", "--output", _work.PathOf(output), .. cluster,
    ]);
}
