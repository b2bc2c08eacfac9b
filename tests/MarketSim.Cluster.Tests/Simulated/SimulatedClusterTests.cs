using System.Globalization;
using MarketSim.Cluster.Tests.Simulated.Faults;
using MarketSim.Scenarios;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>
/// The real actors of a cluster on one thread, in virtual time, under the faults of a seed. The quick tests take 200 seeds, MARKETSIM_LONG=1 takes 5,000;
/// MARKETSIM_SEED=n with <see cref="Simulated_cluster_of_one_seed"/> repeats one and shows what happened in it.
/// </summary>
public sealed class SimulatedClusterTests(ITestOutputHelper output)
{
    private const int MaxFailuresShown = 3;

    // Seeds tell the variant, so that one number repeats a run.
    private const int FirstRough = 10_001;
    private const int FirstOfSeveral = 20_001;
    private const int FirstThatTrains = 30_001;
    private const int FirstThatTrainsBeside = 40_001;

    private static readonly int Seeds = LongTests.AreAskedFor ? 5_000 : 200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nodes_without_faults_give_the_result_of_one_process(int nodes)
    {
        SimulatedOutcome outcome = SimulatedCluster.Of(seed: 1, new WorldVariant { HasFaults = false, Nodes = nodes });

        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    [Fact]
    public void Every_seed_of_faults_ends_as_the_fault_free_run()
    {
        Tally tally = RunAll(1, Seeds);

        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.True(tally.Faults[kind] > 0, $"No seed had a fault of the kind {kind}."));
        Assert.True(tally.MinFaults >= 10, $"A seed had only {tally.MinFaults} faults.");
    }

    /// <summary>The broken variants are found where frames are always late and out of order: there the sound cluster must hold too.</summary>
    [Fact]
    public void Frames_that_are_always_late_and_out_of_order_change_nothing() => RunAll(FirstRough, Seeds / 10);

    /// <summary>As a sweep has it: what one run suffers, and what its nodes lead and carry meanwhile, is nothing to the others.</summary>
    [Fact]
    public void Several_runs_on_the_same_nodes_each_end_as_their_fault_free_run() => RunAll(FirstOfSeveral, Seeds / 20);

    /// <summary>Two learners beside the stand-in: weights, experience on its way and the market's episodes come through every fault.</summary>
    [Fact]
    public void Every_seed_of_faults_in_a_training_run_ends_as_the_fault_free_run() => RunAll(FirstThatTrains, Seeds / 5);

    /// <summary>Learners that do not wait: what comes of a seed is the seed's own, and all of it, every manifest included, is what its log replays to.</summary>
    [Fact]
    public void Every_seed_of_faults_in_a_training_beside_the_market_ends_as_its_log_replays() => RunAll(FirstThatTrainsBeside, Seeds / 10);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Nodes_that_train_without_faults_give_the_result_of_one_process(int nodes)
    {
        SimulatedOutcome outcome = SimulatedCluster.Of(seed: 1, new WorldVariant { HasFaults = false, Nodes = nodes, Training = TrainingMode.Lockstep });

        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    /// <summary>
    /// 495: a renewal was refused because the leader's own next epoch had just begun. 1153: leaders whose slow store let their leases lapse were taken for
    /// dead, in a tick that an earlier leader had come to.
    /// </summary>
    [Theory]
    [InlineData(495)]
    [InlineData(1_153)]
    public void Slow_store_is_no_node_failure(ulong seed)
    {
        SimulatedOutcome outcome = SimulatedCluster.Of(seed, VariantOf(seed) with { TracesLogs = true });

        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    private Tally RunAll(int firstSeed, int seeds)
    {
        var failed = new List<SimulatedOutcome>();
        var tally = new Tally();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(firstSeed, firstSeed + seeds, options, (seed, loop) =>
        {
            SimulatedOutcome outcome = SimulatedCluster.Of((ulong)seed, VariantOf((ulong)seed));
            lock (failed)
            {
                tally.Add(outcome);
                if (outcome.Violations.Count > 0)
                {
                    failed.Add(outcome);
                }

                if (failed.Count >= MaxFailuresShown)
                {
                    loop.Stop();
                }
            }
        });

        output.WriteLine(tally.ToString());
        Assert.True(failed.Count == 0, string.Join("\n\n", failed.OrderBy(outcome => outcome.Seed).Select(outcome => outcome.Describe())));
        return tally;
    }

    [Fact]
    public void Simulated_cluster_of_one_seed()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("MARKETSIM_SEED") ?? "1", CultureInfo.InvariantCulture);
        SimulatedOutcome outcome = SimulatedCluster.Of(seed, VariantOf(seed) with { TracesLogs = true, TracesTurns = true });

        output.WriteLine(string.Join('\n', outcome.Trace));
        output.WriteLine($"Seed {seed}: {outcome.Faults}");
        output.WriteLine($"{outcome.Turns.Count} turns and messages; another process repeats them: {outcome.TurnsDigest}");
        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    private static WorldVariant VariantOf(ulong seed) => seed switch
    {
        >= FirstThatTrainsBeside => WorldVariant.Sound with { Training = TrainingMode.Async },
        >= FirstThatTrains => WorldVariant.Sound with { Training = TrainingMode.Lockstep },
        >= FirstOfSeveral => WorldVariant.Sound with { Runs = 3 },
        >= FirstRough => WorldVariant.Sound with { IsRough = true },
        _ => WorldVariant.Sound,
    };

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_seed_another_one()
    {
        var traced = new WorldVariant { TracesLogs = true, TracesTurns = true };
        SimulatedOutcome first = SimulatedCluster.Of(seed: 11, traced);
        SimulatedOutcome second = SimulatedCluster.Of(seed: 11, traced);

        Assert.InRange(first.Turns.Count, first.Steps, int.MaxValue);
        Assert.Equal(first.Turns, second.Turns);
        Assert.Equal(first.Trace, second.Trace);
        Assert.NotEqual(first.Turns, SimulatedCluster.Of(seed: 12, traced).Turns);
    }

    /// <summary>What all seeds together met.</summary>
    private sealed class Tally
    {
        private FaultEffects _effects = FaultEffects.None;
        private TimeSpan _elapsed;
        private int _seeds;
        private long _steps;
        private long _epochs;
        private long _commits;

        public FaultCounts Faults { get; } = new();

        public int MinFaults { get; private set; } = int.MaxValue;

        public void Add(SimulatedOutcome outcome)
        {
            _seeds++;
            Faults.Add(outcome.Faults);
            MinFaults = Math.Min(MinFaults, outcome.Faults.Total);
            _effects = _effects.Plus(outcome.Effects);
            _elapsed += outcome.Elapsed;
            _steps += outcome.Steps;
            _epochs += outcome.Epochs;
            _commits += outcome.Commits;
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {_seeds} seeds, {_elapsed.TotalMinutes:0} min of virtual time, {_steps} messages of actors, {_epochs} epochs, {_commits} checkpoints.
            {Faults.Total} faults, {MinFaults} a seed at least: {Faults}.
            {_effects}
            """);
    }
}
