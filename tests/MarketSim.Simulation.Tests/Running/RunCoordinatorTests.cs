using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Results.Tables;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Simulation.Tests.Running;

public sealed class RunCoordinatorTests
{
    // Only a run that hangs waits for this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Commit_that_fails_for_whatever_reason_ends_the_run_with_it()
    {
        Exception[] reasons = [new IOException("disk full"), new UnauthorizedAccessException("read only"), new CheckpointException("damaged")];
        foreach (Exception reason in reasons)
        {
            Exception error = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(new FailingStore(reason)));

            Assert.Same(reason, error);
        }
    }

    [Fact]
    public async Task Coordinator_that_throws_ends_the_run_with_what_it_threw()
    {
        var reason = new InvalidOperationException("no such table");

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(new FailingStore(reason, throwsAtOnce: true)));

        Assert.Same(reason, error);
    }

    private static async Task<RunOutcome> RunAsync(ICheckpointStore store)
    {
        using var folder = new TemporaryFolder();
        Scenario scenario = SmallMarket.Scenario(seconds: 20);
        MarketDefinition market = scenario.ToMarket();
        var outcome = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var recorder = new RunRecorder(new FolderOutputFiles(RunFolder.Create(folder.Path)), scenario, market, resumeAt: null);
        var plan = new CoordinatorPlan(
            new RunContext
            {
                Scenario = scenario,
                Market = market,
                Slots = BarrierSlot.Spread(market.Population, partitions: 2, participants: []),
                Store = store,
                Recorder = recorder,
                Progress = new ProgressReporter(SmallMarket.Options(), scenario.Market.Session.TickCount),
            },
            Elsewhere: new Dictionary<int, IActorRef>(),
            Participants: [],
            NullLogger.Instance,
            TimeProvider.System,
            outcome);
        await using RunActorSystem actors = await RunActorSystem.StartAsync(plan, threads: 2);
        return await outcome.Task.WaitAsync(Patience);
    }

    private sealed class FailingStore(Exception reason, bool throwsAtOnce = false) : ICheckpointStore
    {
        public Task<IReadOnlyList<PartReference>> WriteAsync(IReadOnlyList<PartContent> parts) =>
            Task.FromResult<IReadOnlyList<PartReference>>([.. parts.Select(part => new PartReference(part.Name, string.Empty, part.Content.Length))]);

        public Task CommitAsync(CheckpointManifest manifest) => throwsAtOnce ? throw reason : Task.FromException(reason);

        public Task<CheckpointManifest?> ReadLatestAsync() => Task.FromResult<CheckpointManifest?>(null);

        public Task<IReadOnlyList<byte[]>> ReadAsync(IReadOnlyList<PartReference> parts) => Task.FromResult<IReadOnlyList<byte[]>>([]);
    }
}
