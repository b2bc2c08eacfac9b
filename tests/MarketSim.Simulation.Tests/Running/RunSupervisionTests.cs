using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Hosting;
using MarketSim.Simulation.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>What fails below a run's root ends the run, with what was thrown: a run whose part has silently stopped would stand still for ever.</summary>
public sealed class RunSupervisionTests() : Akka.TestKit.Xunit2.TestKit(HostedActorSystem.Start(static akka => akka.WithRunDispatchers(threads: 2)))
{
    // Only a run that hangs waits for this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_trainer_out_of_memory_ends_the_run()
    {
        using var folder = new TemporaryFolder();
        RunOptions options = SmallMarket.Options() with
        {
            Participants = static (scenario, replay) =>
                TrainingParticipants.Of(scenario, replay, static _ => ActorFactory.Of(static () => new Failing(new OutOfMemoryException("trainer")))),
        };

        Task<RunResult> run = SimulationRun.StartAsync(SmallTraining.Scenario(), folder.Path, options);

        RunFailedException failed = await Assert.ThrowsAsync<RunFailedException>(() => run.WaitAsync(Patience));
        Assert.Equal("trainer", Assert.IsType<OutOfMemoryException>(failed.InnerException).Message);
    }

    [Fact]
    public async Task A_replica_out_of_memory_ends_the_run()
    {
        using var folder = new TemporaryFolder();
        Scenario scenario = SmallTraining.Scenario().With(FailingStrategy.Group(count: 1, every: 5, static () => new OutOfMemoryException("replica")));
        scenario = scenario with { Training = scenario.Training! with { Replicas = 2 } };
        MarketDefinition market = scenario.ToMarket();
        BarrierSlot slot = BarrierSlot.Spread(market.Population, partitions: 1, [ParticipantAddress.Replica(1).Value])[^1];
        using var store = new FolderCheckpointStore(RunFolder.Create(folder.Path).CheckpointsPath, keep: 1);
        var context = new ParticipantContext(scenario, market, slot, Epoch: 1, store, NullLogger.Instance, RestoreFrom: null);

        Exception failure = await FailureOf(() => new ReplicaActor(context, replica: 1));

        Assert.Equal("replica", Assert.IsType<OutOfMemoryException>(failure).Message);
    }

    [Fact]
    public async Task A_constructor_that_throws_ends_the_run_with_what_it_threw()
    {
        var reason = new InvalidOperationException("no such policy");

        Assert.Same(reason, await FailureOf<Failing>(() => throw reason));
    }

    private async Task<Exception> FailureOf<TActor>(Func<TActor> child)
        where TActor : ActorBase
    {
        var outcome = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Sys.ActorOf(ActorFactory.Of(() => new Root<TActor>(outcome, child)).WithDispatcher(RunDispatchers.Run));
        return await Assert.ThrowsAnyAsync<Exception>(() => outcome.Task.WaitAsync(Patience));
    }

    private sealed class Root<TActor>(TaskCompletionSource<RunOutcome> outcome, Func<TActor> child) : UntypedActor
        where TActor : ActorBase
    {
        protected override void PreStart() => Context.ActorOf(ActorFactory.Of(child).WithDispatcher(RunDispatchers.Run));

        protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.Ending(outcome);

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Failing(Exception exception) : UntypedActor
    {
        protected override void OnReceive(object message) => throw exception;
    }
}
