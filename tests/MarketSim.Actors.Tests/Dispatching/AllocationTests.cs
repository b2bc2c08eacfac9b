namespace MarketSim.Actors.Tests.Dispatching;

/// <summary>Measures the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task Tell_between_pooled_actors_allocates_nothing_in_a_steady_state(int inFlight)
    {
        await using ActorSystem system = Systems.ThreadPool();
        PingPong game = new(inFlight);
        game.Start(system);
        await game.PlayAsync(1_000_000);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        await game.PlayAsync(1_000_000);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        // One object for each hundredth message would be 240 KB or more; a mailbox may still have grown by some segments.
        Assert.InRange(allocated, 0, 200_000);
    }
}
