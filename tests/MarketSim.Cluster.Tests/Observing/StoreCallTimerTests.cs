using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Observing;

public sealed class StoreCallTimerTests
{
    private readonly StoreCallTimer _timer = new(new VirtualTimeProvider());

    [Fact]
    public async Task Answers_are_told_apart_from_answers_with_nothing()
    {
        using var measured = new Measured(Environment.CurrentManagedThreadId);

        await _timer.TimeAsync("call", () => Task.FromResult(true));
        await _timer.TimeAsync("call", () => Task.FromResult(false));
        await _timer.TimeAsync("call", () => Task.FromResult<RunLease?>(null));
        await _timer.TimeAsync("call", () => Task.FromResult(0L));
        await _timer.TimeAsync("call", () => Task.CompletedTask);

        Assert.Equal(3, measured["marketsim.store.call.duration call=call outcome=done"]);
        Assert.Equal(2, measured["marketsim.store.call.duration call=call outcome=none"]);
    }

    [Fact]
    public async Task Failures_are_counted_by_what_they_ask_of_an_operator_and_go_on_to_the_caller()
    {
        using var measured = new Measured(Environment.CurrentManagedThreadId);
        (Exception Failure, string Outcome)[] failures =
        [
            (new StoreUnavailableException("away"), "unavailable"),
            (new StaleEpochException("night", 3), "stale"),
            (new StoreRefusedException("no rights"), "refused"),
            (new CheckpointException("damaged"), "failed"),
        ];

        foreach ((Exception failure, _) in failures)
        {
            Assert.Same(failure, await Assert.ThrowsAnyAsync<Exception>(() => _timer.TimeAsync("call", () => Task.FromException<bool>(failure))));
        }

        Assert.All(
            failures.GroupBy(failure => failure.Outcome, StringComparer.Ordinal),
            outcome => Assert.Equal(outcome.Count(), measured[$"marketsim.store.call.duration call=call outcome={outcome.Key}"]));
    }
}
