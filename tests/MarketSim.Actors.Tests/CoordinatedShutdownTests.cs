namespace MarketSim.Actors.Tests;

public sealed class CoordinatedShutdownTests : IAsyncDisposable
{
    private readonly VirtualTimeProvider _clock = new();
    private readonly ActorSystem _system;
    private readonly List<string> _done = [];

    public CoordinatedShutdownTests() => _system = Systems.CallingThread(_clock);

    private CoordinatedShutdown Shutdown => _system.CoordinatedShutdown;

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Phases_run_in_their_order_and_actors_stop_last()
    {
        _system.ActorOf(Props.Create(() => new TestActor { OnPostStop = _ => _done.Add("actor stopped") }));
        foreach (string phase in CoordinatedShutdown.Phases.Reverse().Where(phase => phase != CoordinatedShutdown.ActorSystemTerminate))
        {
            Add(phase, phase);
        }

        await _system.TerminateAsync();

        Assert.Equal([.. CoordinatedShutdown.Phases.Take(11), "actor stopped"], _done);
        Assert.Equal("before-service-unbind", _done[0]);
        Assert.True(_system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Phase_waits_for_all_its_tasks()
    {
        TaskCompletionSource slow = new();
        Shutdown.AddTask(CoordinatedShutdown.ServiceStop, "slow", () => slow.Task);
        Add(CoordinatedShutdown.ServiceStop, "quick");
        Add(CoordinatedShutdown.ClusterLeave, "next phase");

        Task run = Shutdown.RunAsync();
        Assert.Equal(["quick"], _done);
        slow.SetResult();
        await run;

        Assert.Equal(["quick", "next phase"], _done);
    }

    [Fact]
    public async Task Phase_that_is_late_is_reported_and_left_behind()
    {
        TestProbe probe = new(_system);
        _system.EventStream.Subscribe<ShutdownPhaseTimedOut>(probe.Ref);
        Shutdown.AddTask(CoordinatedShutdown.ServiceStop, "never", () => new TaskCompletionSource().Task);
        Shutdown.SetTimeout(CoordinatedShutdown.ServiceStop, TimeSpan.FromSeconds(3));
        TaskCompletionSource reached = new();
        Shutdown.AddTask(CoordinatedShutdown.ClusterLeave, "next phase", () =>
        {
            reached.SetResult();
            return Task.CompletedTask;
        });

        Task run = Shutdown.RunAsync();
        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(reached.Task.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await run;

        Assert.True(reached.Task.IsCompleted);
        probe.ExpectMessage(new ShutdownPhaseTimedOut(CoordinatedShutdown.ServiceStop, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Task_that_throws_is_reported_and_the_shutdown_goes_on()
    {
        TestProbe probe = new(_system);
        _system.EventStream.Subscribe<ShutdownTaskFailed>(probe.Ref);
        Shutdown.AddTask(CoordinatedShutdown.ServiceStop, "close files", () => throw new IOException("disk is gone"));
        Add(CoordinatedShutdown.ServiceStop, "beside");

        await _system.TerminateAsync();

        ShutdownTaskFailed failed = probe.ExpectMessage<ShutdownTaskFailed>();
        Assert.Equal((CoordinatedShutdown.ServiceStop, "close files", "disk is gone"), (failed.Phase, failed.Task, failed.Cause.Message));
        Assert.Equal(["beside"], _done);
    }

    [Fact]
    public async Task Second_run_joins_the_first()
    {
        Add(CoordinatedShutdown.ServiceStop, "once");

        Task first = Shutdown.RunAsync();
        Task second = Shutdown.RunAsync();
        await _system.TerminateAsync();

        Assert.Same(first, second);
        Assert.Equal(["once"], _done);
    }

    [Fact]
    public async Task Tasks_are_refused_for_unknown_phases_and_for_those_that_have_begun()
    {
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => Add("no-such-phase", "x")).ParamName);
        Shutdown.AddTask(CoordinatedShutdown.ServiceStop, "adds", () =>
        {
            Add(CoordinatedShutdown.ClusterLeave, "added while running");
            Assert.Throws<InvalidOperationException>(() => Add(CoordinatedShutdown.ServiceUnbind, "too late"));
            _done.Add("refused");
            return Task.CompletedTask;
        });

        await Shutdown.RunAsync();

        Assert.Equal(["refused", "added while running"], _done);
    }

    private void Add(string phase, string name) => Shutdown.AddTask(phase, name, () =>
    {
        _done.Add(name);
        return Task.CompletedTask;
    });
}
