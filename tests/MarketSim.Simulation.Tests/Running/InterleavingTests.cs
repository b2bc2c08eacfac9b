using Akka.Actor;
using Akka.Configuration;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Results.Tables;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;
using MarketSim.TestKit.Actors;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>The whole run in one deterministic thread that picks the next mailbox by seed: whatever order actors get their turns in, the result is the same.</summary>
public sealed class InterleavingTests
{
    private static readonly Config Seeded = SeededSetup.ConfigFor(RunDispatchers.Settings(threads: 1), RunDispatchers.Run, RunDispatchers.Background);

    [Fact]
    public async Task Any_order_of_turns_gives_the_same_result()
    {
        Scenario scenario = SmallMarket.Scenario(everyTicks: 50, seconds: 200).With(FailingStrategy.Group(count: 3, every: 9));
        RunSummary expected = await SmallMarket.RunAsync(scenario);

        for (ulong order = 1; order <= 12; order++)
        {
            RunOutcome outcome = await RunAsync(scenario, order, partitions: 1 + (int)(order % 6));

            Assert.Equal(RunStatus.Finished, outcome.Last.Status);
            Assert.Equal(expected.Fingerprint, outcome.Last.Figures.Fingerprint);
            Assert.Equal(expected.StateDigest, outcome.Manifest.StateDigest());
        }
    }

    /// <summary>A learner with its trainer, and a replica of the market with its runner, are searched as partitions are.</summary>
    [Fact]
    public async Task Any_order_of_turns_gives_the_same_training()
    {
        Scenario scenario = SmallTraining.Scenario(everyTicks: 50);
        scenario = scenario with { Training = scenario.Training! with { Replicas = 2 } };
        RunSummary expected = await SmallMarket.RunAsync(scenario);

        for (ulong order = 1; order <= 8; order++)
        {
            RunOutcome outcome = await RunAsync(scenario, order, partitions: 1 + (int)(order % 3));

            Assert.Equal(RunStatus.Finished, outcome.Last.Status);
            Assert.Equal(expected.Fingerprint, outcome.Last.Figures.Fingerprint);
            Assert.Equal(expected.StateDigest, outcome.Manifest.StateDigest());
        }
    }

    private static async Task<RunOutcome> RunAsync(Scenario scenario, ulong order, int partitions)
    {
        using var folder = new TemporaryFolder();
        RunFolder runFolder = RunFolder.Create(folder.Path);
        MarketDefinition market = scenario.ToMarket();
        IReadOnlyList<ParticipantDefinition> participants = TrainingParticipants.Of(scenario);
        var time = new VirtualTimeProvider();
        var outcome = new TaskCompletionSource<RunOutcome>();
        using var store = new FolderCheckpointStore(runFolder.CheckpointsPath, keep: 1);
        using var recorder = new RunRecorder(new FolderOutputFiles(runFolder), scenario, market, resumeAt: null);
        var options = new RunOptions { TimeProvider = time };
        var plan = new CoordinatorPlan(
            new RunContext
            {
                Scenario = scenario,
                Market = market,
                Slots = BarrierSlot.Spread(market.Population, partitions, participants.Select(participant => participant.Name)),
                Store = store,
                Recorder = recorder,
                Progress = new ProgressReporter(options, scenario.TickCount),
            },
            Elsewhere: new Dictionary<int, IActorRef>(),
            participants,
            NullLogger.Instance,
            time,
            outcome);
        using var seeded = new SeededSystem("simulated", order, time, Seeded);

        seeded.Start(ActorFactory.Of(() => new RunActor(plan)), "run");

        Assert.True(outcome.Task.IsCompleted, "the run stands still");
        return await outcome.Task;
    }
}
