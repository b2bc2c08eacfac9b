using System.Diagnostics;
using Akka.Actor;
using MarketSim.TestKit.Actors;

namespace MarketSim.Simulation.Tests.Actors;

/// <summary>A simulated cluster makes tens of thousands of systems: none may leave anything behind.</summary>
/// <remarks>Alone, because the threads of the whole process are counted.</remarks>
[Collection(nameof(SeededSystemLeftoversTests))]
[CollectionDefinition(nameof(SeededSystemLeftoversTests), DisableParallelization = true)]
public sealed class SeededSystemLeftoversTests
{
    [Fact]
    public void Systems_that_ended_and_systems_that_were_abandoned_leave_no_threads_and_no_timers()
    {
        var time = new VirtualTimeProvider();
        Run(time, ends: true);
        Run(time, ends: false);
        List<string> before = Threads();

        for (int i = 0; i < 20; i++)
        {
            Run(time, ends: i % 2 == 0);
        }

        List<string> after = Threads();
        Assert.True(after.Count <= before.Count, $"before: {string.Join(", ", before)}; after: {string.Join(", ", after)}");
        Assert.False(time.AdvanceToNextTimer());
    }

    // Those of Akka are named; the runtime's own come and go as it likes.
    private static List<string> Threads()
    {
        using Process process = Process.GetCurrentProcess();
        return [.. process.Threads.Cast<ProcessThread>().Select(NameOf).Where(static name => !name.StartsWith(".NET", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static string NameOf(ProcessThread thread)
    {
        try
        {
            return File.ReadAllText($"/proc/self/task/{thread.Id}/comm").Trim();
        }
        catch (IOException)
        {
            return ".NET thread that has ended";
        }
    }

    private static void Run(VirtualTimeProvider time, bool ends)
    {
        var system = new SeededSystem("leftovers", seed: 1, time);
        IActorRef actor = system.Start(ProbedActor.Of(static (self, _) =>
        {
            self.Timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1));
            self.Cell.SetReceiveTimeout(TimeSpan.FromSeconds(7));
        }));
        system.Tell(actor, "begin");
        if (ends)
        {
            system.Dispose();
        }
        else
        {
            system.Executor.Abandon();
        }
    }
}
