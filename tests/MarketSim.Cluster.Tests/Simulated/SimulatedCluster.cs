using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Simulated.Faults;
using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Cluster.Tests.Simulated.Oracle;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Simulation.Training;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>One run, or several, in one simulated world: a phase in which anything may fail, then one in which nothing does and all must finish.</summary>
internal sealed class SimulatedCluster
{
    public const string Run = "run";

    // Long enough for all ticks of a run at their slowest, and for every pause before another attempt.
    private static readonly TimeSpan Liveness = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan MaxSafety = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<SimulatedRun> _runs;
    private readonly List<string> _violations = [];

    public SimulatedCluster(ulong seed, WorldVariant variant)
    {
        World = new SimulatedWorld(seed, variant);
        _runs = [.. World.Database.Records.Select((record, number) => SimulatedRun.Of(record, seed + (ulong)number, variant))];
    }

    public SimulatedWorld World { get; }

    /// <summary>The first run's log, if its learners do not wait.</summary>
    public ReplayLog Log => _runs[0].Log(World.Database.Memory);

    /// <summary>Of the first run.</summary>
    public WriteRecord Record => World.Database.Record;

    private bool IsOver => World.Database.Records.All(record => record.IsOver);

    /// <param name="number">From 1.</param>
    public static string NameOf(int number) => number == 1 ? Run : string.Create(CultureInfo.InvariantCulture, $"{Run}-{number}");

    public static SimulatedOutcome Of(ulong seed, WorldVariant? variant = null)
    {
        var cluster = new SimulatedCluster(seed, variant ?? WorldVariant.Sound);
        cluster.Start();
        cluster.PassThroughFaults();
        return cluster.RunToTheEnd();
    }

    /// <summary>Submits the run and starts the nodes.</summary>
    public void Start()
    {
        Submit();
        AddMachines(new SeededRandom(World.Seed, 5));
    }

    /// <summary>From here on nothing fails any more: continues until the run is over, and says what is wrong with it.</summary>
    public SimulatedOutcome RunToTheEnd()
    {
        TimeSpan patience = _runs.Count * Liveness;
        if (!World.RunUntil(() => IsOver, World.Now + patience))
        {
            _violations.Add($"the run did not finish within {patience.TotalSeconds} s after everything was mended");
        }

        // Whoever still thinks that it has a say, or wants to leave, now is the time.
        World.RunUntil(static () => false, World.Now + SimulatedMarket.Timings.Leaving + TimeSpan.FromSeconds(2));
        Judge();
        return new SimulatedOutcome(
            World.Seed, World.Counts, _violations, World.Trace.Lines, World.Turns, FaultEffects.In(World), World.Now, World.Steps, World.Database.Records.Sum(record => record.Epochs), World.Database.Records.Sum(record => record.Commits));
    }

    private void PassThroughFaults()
    {
        if (World.Variant.HasFaults)
        {
            var injector = new FaultInjector(World, new SeededRandom(World.Seed, 6), _runs[0].Scenario.TickCount);
            injector.Start();
            World.RunUntil(() => IsOver || injector.IsDone, MaxSafety);
            injector.Heal();
        }
    }

    private void Submit()
    {
        foreach (SimulatedRun run in _runs)
        {
            World.Database.Memory.SubmitAsync(run.Submission).GetAwaiter().GetResult();
        }
    }

    private void AddMachines(SeededRandom random)
    {
        int count = World.Variant.Nodes ?? random.Between(2, 4);
        for (int machine = 0; machine < count; machine++)
        {
            var added = new SimulatedMachine(World, ((char)('a' + machine)).ToString(), RolesOf(machine, random), threads: random.Between(1, 2));
            World.Machines.Add(added);
            World.After(machine == 0 ? TimeSpan.Zero : random.Milliseconds(0, 300), added.Start);
        }
    }

    private static IReadOnlyList<string> RolesOf(int machine, SeededRandom random)
    {
        string[] roles = [.. NodeRoles.All.Where(_ => random.Happens(0.6))];
        return machine == 0 ? [NodeRoles.Agents, NodeRoles.Market] : roles;
    }

    private void Judge()
    {
        _violations.AddRange(_runs.SelectMany(run => run.Judge(World.Database.Memory)));
        _violations.AddRange(World.ProgramErrors);
        _violations.AddRange(World.Machines.Where(machine => machine.Process is { IsLeaving: true }).Select(machine => $"{machine.Process!.Token} was to leave and is still there"));
        _violations.AddRange(World.Machines.SelectMany(machine => machine.UnexpectedEnds));
        if (World.Variant.HasFaults && World.Counts.Total < 10)
        {
            _violations.Add($"the run was over after {World.Counts.Total} faults; it should meet 10 at least");
        }
    }
}

/// <summary>What came of a seed.</summary>
/// <param name="Violations">What the oracle found wrong, in sentences; empty when all is well.</param>
internal sealed record SimulatedOutcome(
    ulong Seed,
    FaultCounts Faults,
    IReadOnlyList<string> Violations,
    IReadOnlyList<string> Trace,
    IReadOnlyList<string> Turns,
    FaultEffects Effects,
    TimeSpan Elapsed,
    long Steps,
    long Epochs,
    int Commits)
{
    /// <summary>Of all turns, to compare those of two processes.</summary>
    public string TurnsDigest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Turns))));

    /// <summary>For finding out why.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Seed {Seed}: {string.Join("; ", Violations)}.
        Repeat it with MARKETSIM_SEED={Seed} dotnet test tests/MarketSim.Cluster.Tests -c Release --filter Simulated_cluster_of_one_seed --logger "console;verbosity=detailed"
        {string.Join('\n', Trace.TakeLast(60))}
        """);
}
