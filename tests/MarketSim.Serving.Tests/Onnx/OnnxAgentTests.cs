using MarketSim.Environments;
using MarketSim.Environments.OrderBooks;
using MarketSim.Environments.Policies;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Persistence.Onnx;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Serving.Tests.Onnx;

/// <summary>A policy as an ONNX model trades in a market beside ours.</summary>
public sealed class OnnxAgentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-onnx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Model_acts_as_the_policy_that_it_was_exported_from()
    {
        IPolicy policy = CreatePolicy(seed: 3);
        OnnxPolicy model = OnnxPolicy.Read(OnnxFile.Of(policy), "policy.onnx", OrderBookSize, PositionActions.Target().Space);
        float[] action = new float[1];
        var batch = new PolicyBatch(OrderBookSize, 1, policy.StateSize);
        batch.Resize(1);
        for (int row = 0; row < 50; row++)
        {
            float[] observation = [.. Enumerable.Range(0, OrderBookSize).Select(i => ((((row * 7) + (i * 3)) % 11) - 5) / 5f)];
            observation.CopyTo(batch.Observation(0));
            policy.Act(batch, deterministic: true);
            policy.ClipAction(batch.Action(0));
            model.Act(observation, action);

            Assert.Equal(batch.Action(0)[0], action[0], 1e-5f);
            Assert.NotEqual(0, action[0]);
        }
    }

    [Fact]
    public async Task Group_of_onnx_agents_trades_and_repeats_exactly()
    {
        Scenario scenario = CreateScenario();
        RunResult whole = await RunAsync(scenario, "whole", partitions: 1);
        RunResult again = await RunAsync(ScenarioReader.ReadFile(Path.Combine(whole.Folder, RunFolder.ScenarioFile)), "again", partitions: 3);

        Assert.Equal(RunStatus.Finished, whole.Summary.Status);
        Assert.Equal(0, whole.Summary.AgentFailures);
        Assert.Equal(whole.Summary.Fingerprint, again.Summary.Fingerprint);
        Assert.Equal(whole.Summary.StateDigest, again.Summary.StateDigest);
        string[] rows = await File.ReadAllLinesAsync(Path.Combine(whole.Folder, RunFolder.TradesFile));
        int first = scenario.Agents[0].Count;
        Assert.Contains(rows.Skip(1), row => row.Split(',')[5] == first.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Run_with_onnx_agents_that_was_interrupted_resumes_exactly()
    {
        Scenario scenario = CreateScenario();
        RunResult whole = await RunAsync(scenario, "whole", partitions: 2);
        using var interrupt = new CancellationTokenSource();
        var options = new RunOptions
        {
            TimeProvider = TimeProvider.System,
            Partitions = 2,
            Threads = 2,
            Interrupt = interrupt.Token,
            Observer = new InterruptAt(tick: 301, interrupt.Cancel),
        };
        RunResult cut = await SimulationRun.StartAsync(scenario, Path.Combine(_folder, "cut"), options);
        RunResult resumed = await SimulationRun.ResumeAsync(cut.Folder, new RunOptions { TimeProvider = TimeProvider.System, Partitions = 1, Threads = 1 });

        Assert.Equal(RunStatus.Interrupted, cut.Summary.Status);
        Assert.InRange(cut.Summary.Ticks, 301, 500);
        Assert.Equal(RunStatus.Finished, resumed.Summary.Status);
        Assert.Equal(whole.Summary.Fingerprint, resumed.Summary.Fingerprint);
        Assert.Equal(whole.Summary.StateDigest, resumed.Summary.StateDigest);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(whole.Folder, RunFolder.TradesFile)), await File.ReadAllBytesAsync(Path.Combine(resumed.Folder, RunFolder.TradesFile)));
    }

    [Fact]
    public void Model_of_other_observations_is_refused_with_line_and_remedy()
    {
        string file = Path.Combine(_folder, "policy.onnx");
        OnnxFile.Write(CreatePolicy(seed: 3, size: 5), file);

        ScenarioException refusal = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(Yaml(file), "market.yaml"));

        Assert.Contains("market.yaml:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("it must take one, Float [1, 13]: the observation", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_no_model_is_refused()
    {
        string file = Path.Combine(_folder, "policy.onnx");
        File.WriteAllText(file, "no model");

        ScenarioException refusal = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(Yaml(file), "market.yaml"));

        Assert.Contains("is no ONNX model that can be run", refusal.Message, StringComparison.Ordinal);
    }

    private static ActorCriticPolicy CreatePolicy(ulong seed, int? size = null) =>
        new PpoOptions().CreatePolicy(BoxSpace.Uniform(size ?? OrderBookSize, -10, 10), PositionActions.Target().Space, seed);

    private static int OrderBookSize => new OrderBookEnvironment().ObservationSpace.Size;

    private Scenario CreateScenario()
    {
        string file = Path.Combine(_folder, "policy.onnx");
        OnnxFile.Write(CreatePolicy(seed: 3), file);
        return ScenarioReader.Read(Yaml(file), "market.yaml");
    }

    private static string Yaml(string file) => $$"""
        name: beside-ours
        seed: 4
        market:
          tickSize: 0.01
          lotSize: 1
          tick: 1s
          open: "09:30:00"
          length: 10min
          initialPrice: 100
          snapshotLevels: 5
          fundamental: { type: constant }
        agents:
          - { name: noise, type: noise, count: 40, cash: 1000000, latency: { median: 500ms }, parameters: { meanInterval: 5s, meanSize: 20 } }
          - { name: policy, type: onnx, file: "{{file}}", count: 2, cash: 1000000, latency: { median: 100ms }, parameters: { warmUp: 30s, decisionInterval: 5s } }
        """;

    private Task<RunResult> RunAsync(Scenario scenario, string name, int partitions) => SimulationRun.StartAsync(
        scenario, Path.Combine(_folder, name), new RunOptions { TimeProvider = TimeProvider.System, Partitions = partitions, Threads = 2 });
}
