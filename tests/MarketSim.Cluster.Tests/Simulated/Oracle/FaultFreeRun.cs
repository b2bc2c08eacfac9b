using System.Collections.Concurrent;
using System.Security.Cryptography;
using Akka.Actor;
using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Cluster.Tests.StandIns;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;
using MarketSim.TestKit.Actors;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Tests.Simulated.Oracle;

/// <summary>What comes of a scenario when nothing goes wrong: one coordinator with all participants in one process, without a network or a store.</summary>
/// <param name="StateDigests">By the tick closed last; a checkpoint was taken after every tick that anybody was due at.</param>
internal sealed record FaultFreeRun(string Fingerprint, string StateDigest, byte[] Trades, IReadOnlyDictionary<long, string> StateDigests)
{
    private static readonly ConcurrentDictionary<string, Lazy<FaultFreeRun>> Known = new(StringComparer.Ordinal);

    /// <summary>Carried out once for each scenario, whatever asks.</summary>
    public static FaultFreeRun Of(Scenario scenario) => Known.GetOrAdd(scenario.Digest(), _ => new Lazy<FaultFreeRun>(() => CarryOut(scenario, SimulatedMarket.StandIn, everyTicks: 1))).Value;

    /// <param name="everyTicks">Between checkpoints; null for one at the end only.</param>
    /// <param name="replay">Of a run to repeat; null for a separate run.</param>
    public static FaultFreeRun CarryOut(Scenario scenario, StandInSettings standIn, long? everyTicks, ReplayLog? replay = null) =>
        OneThread.Run(() => CarryOutHere(scenario, standIn, everyTicks, replay));

    private static FaultFreeRun CarryOutHere(Scenario scenario, StandInSettings standIn, long? everyTicks, ReplayLog? replay)
    {
        scenario = scenario with { Checkpoint = new ScenarioCheckpoint { Every = null, EveryTicks = everyTicks } };
        MarketDefinition market = scenario.ToMarket();
        var time = new VirtualTimeProvider();
        var outcome = new TaskCompletionSource<RunOutcome>();
        var store = new CollectingStore();
        IReadOnlyList<ParticipantDefinition> participants = [.. standIn.Definitions(scenario), .. TrainingParticipants.Of(scenario, replay)];
        var plan = new CoordinatorPlan(
            new RunContext
            {
                Scenario = scenario,
                Market = market,
                Slots = BarrierSlot.Spread(market.Population, partitions: 1, participants.Select(participant => participant.Name)),
                Store = store,
                Recorder = new RunRecorder(new PartOutputFiles(), scenario, market, resumeAt: null),
                Progress = new ProgressReporter(new RunOptions { TimeProvider = time }, scenario.TickCount),
            },
            Elsewhere: new Dictionary<int, IActorRef>(),
            participants,
            NullLogger.Instance,
            time,
            outcome);
        var system = new SeededSystem("fault-free", seed: 1, time, SimulatedProcess.Config);
        system.Start(ActorFactory.Of(() => new RunActor(plan)), "run");
        while (!outcome.Task.IsCompleted && time.AdvanceToNextTimer())
        {
            system.Executor.RunUntilIdle();
        }

        system.Executor.Abandon();

        RunOutcome end = outcome.Task.GetAwaiter().GetResult();
        return new FaultFreeRun(end.Last.Figures.Fingerprint, end.Manifest.StateDigest(), store.Output(RunFolder.TradesFile), store.StateDigests);
    }

    /// <summary>Keeps what is committed.</summary>
    private sealed class CollectingStore : ICheckpointStore
    {
        private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
        private readonly List<OutputSegment> _segments = [];
        private readonly Dictionary<long, string> _stateDigests = [];

        public IReadOnlyDictionary<long, string> StateDigests => _stateDigests;

        public Task<IReadOnlyList<PartReference>> WriteAsync(IReadOnlyList<PartContent> parts)
        {
            var references = new List<PartReference>();
            foreach (PartContent part in parts)
            {
                string sha256 = Convert.ToHexStringLower(SHA256.HashData(part.Content.Span));
                _contents[sha256] = part.Content.ToArray();
                references.Add(new PartReference(part.Name, sha256, part.Content.Length));
            }

            return Task.FromResult<IReadOnlyList<PartReference>>(references);
        }

        public Task<IReadOnlyList<byte[]>> ReadAsync(IReadOnlyList<PartReference> parts) =>
            Task.FromResult<IReadOnlyList<byte[]>>([.. parts.Select(part => _contents[part.Sha256])]);

        public Task CommitAsync(CheckpointManifest manifest)
        {
            _stateDigests[manifest.Tick] = manifest.StateDigest();
            _segments.AddRange(manifest.Segments);
            return Task.CompletedTask;
        }

        public Task<CheckpointManifest?> ReadLatestAsync() => Task.FromResult<CheckpointManifest?>(null);

        public byte[] Output(string file) => [.. _segments.Where(segment => segment.File == file).SelectMany(segment => _contents[segment.Part.Sha256])];
    }
}
