using System.Runtime.InteropServices;
using MarketSim.Cli.Terminal;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Tests.Engines;

/// <summary>The torch engine as the command line has it: there for whom it is named, and not loaded by anybody else.</summary>
public sealed class TorchEngineTests : IDisposable
{
    private const string TorchLibrary = "libtorch_cpu";

    private readonly Workplace _work = new();

    public static bool HasLibrary => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64;

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("managed", false)]
    [InlineData("torch", true)]
    public async Task LibTorch_is_loaded_by_a_run_that_names_it_and_by_no_other(string engine, bool isLoaded)
    {
        if (!HasLibrary)
        {
            return;
        }

        string scenario = _work.Write("training.yaml", LearningMarket($"engine: {engine}"));

        // The system's loader writes down every library that it opens.
        (int exitCode, string output) = await ProgramRun.Of(
            "env", "LD_DEBUG=files", $"LD_DEBUG_OUTPUT={_work.PathOf("loaded")}",
            "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "marketsim.dll"), "run", scenario, "--output", _work.PathOf("run"), "--quiet");

        Assert.True(exitCode == ExitCode.Success, output);
        string[] logs = Directory.GetFiles(_work.Folder, "loaded.*");
        Assert.Contains(logs, log => File.ReadAllText(log).Contains("libcoreclr", StringComparison.Ordinal));
        Assert.Equal(isLoaded, logs.Any(log => File.ReadAllText(log).Contains(TorchLibrary, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Device_that_is_missing_is_refused_by_its_line_before_there_is_a_run()
    {
        if (!HasLibrary)
        {
            return;
        }

        string scenario = _work.Write("training.yaml", LearningMarket("engine: torch\n    device: cuda"));

        CommandRun run = await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf("run"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.StartsWith($"{scenario}:14: agents[0].engine: There is no CUDA device", run.Error, StringComparison.Ordinal);
        Assert.Contains("use device: cpu", run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(_work.PathOf("run")));
    }

    /// <summary>The agents that read the book act on torch in different companies, and all the same.</summary>
    [Fact]
    public async Task Deep_book_is_the_same_on_any_number_of_partitions_and_threads()
    {
        if (!HasLibrary)
        {
            return;
        }

        string scenario = _work.Write("deep.yaml", ScenarioCatalog.Text("deep-book").Replace("episodes: 60,", "episodes: 2,", StringComparison.Ordinal).Replace("    count: 4\n    cash: 100000\n", "    count: 11\n    cash: 100000\n", StringComparison.Ordinal));
        foreach ((string name, string partitions, string threads) in new[] { ("one", "1", "1"), ("many", "5", "2") })
        {
            CommandRun run = await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf(name), "--partitions", partitions, "--threads", threads, "--no-report");
            Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        }

        Assert.Equal(_work.SummaryText("one", "fingerprint"), _work.SummaryText("many", "fingerprint"));
        Assert.Equal(_work.SummaryText("one", "stateDigest"), _work.SummaryText("many", "stateDigest"));
        string[] policies = [_work.PathOf("one", "policies", "reader.safetensors"), _work.PathOf("many", "policies", "reader.safetensors")];
        Assert.Equal(await File.ReadAllBytesAsync(policies[0]), await File.ReadAllBytesAsync(policies[1]));
    }

    private static string LearningMarket(string keys) => $$"""
        name: learning
        seed: 5
        market:
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          close: "09:32:00"
          initialPrice: 100.00
          fundamental: { type: constant }
        agents:
          - name: ppo
            type: ppo
            count: 2
            {{keys}}
            cash: 100000
            parameters: { decisionInterval: 4s, segment: 5, hiddenSize: 8, epochs: 2, batchSize: 16 }
          - name: noise
            type: noise
            count: 20
            cash: 100000
            parameters: { meanInterval: 5s }
        training: { episodes: 2 }
        """;
}
