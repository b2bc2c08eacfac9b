namespace MarketSim.Actors.Tests;

public sealed class AskTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualTimeProvider _clock = new();
    private readonly ActorSystem _system;
    private readonly TestProbe _probe;

    public AskTests()
    {
        _system = Systems.CallingThread(_clock);
        _probe = new TestProbe(_system);
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Ask_returns_the_first_answer_and_later_ones_are_dead_letters()
    {
        _system.EventStream.Subscribe<DeadLetter>(_probe.Ref);
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            self.Sender.Tell((int)message * 2);
            self.Sender.Tell("too late");
        }));

        Assert.Equal(42, await actor.Ask<int>(21, Second));
        Assert.Equal("too late", _probe.ExpectMessage<DeadLetter>().Message);
        Assert.False(_clock.AdvanceToNextTimer());
    }

    [Fact]
    public async Task Ask_without_answer_fails_when_its_time_is_over()
    {
        ActorRef silent = _system.ActorOf(TestActor.Props(), "silent");

        Task<int> answer = silent.Ask<int>("hello?", 2 * Second);
        _clock.Advance((2 * Second) - TimeSpan.FromTicks(1));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));

        AskTimeoutException exception = await Assert.ThrowsAsync<AskTimeoutException>(() => answer);
        Assert.Equal("actor://test/user/silent did not answer within 00:00:02.", exception.Message);
    }

    [Fact]
    public async Task Ask_is_cancelled_by_its_token()
    {
        using CancellationTokenSource source = new();
        Task<int> answer = _system.ActorOf(TestActor.Props()).Ask<int>("hello?", Timeout.InfiniteTimeSpan, source.Token);
        Assert.False(answer.IsCompleted);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.False(_clock.AdvanceToNextTimer());
    }

    [Fact]
    public async Task Ask_fails_with_the_cause_of_a_Failure_and_with_InvalidCast_on_another_type()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
            self.Sender.Tell(message is "fail" ? new Failure(new IOException("disk is gone")) : "no number")));

        Assert.Equal("disk is gone", (await Assert.ThrowsAsync<IOException>(() => actor.Ask<int>("fail", Second))).Message);
        Assert.Contains("System.String", (await Assert.ThrowsAsync<InvalidCastException>(() => actor.Ask<int>("x", Second))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_refuses_a_timeout_that_is_not_positive() =>
        Assert.Equal("timeout", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _probe.Ref.Ask<int>("x", TimeSpan.Zero))).ParamName);

    [Fact]
    public void Asker_can_be_resolved_by_its_path_until_it_has_its_answer()
    {
        Task<string> answer = _probe.Ref.Ask<string>("question", Second);
        _probe.ExpectMessages("question");
        ActorPath path = _probe.LastSender.Path;

        Assert.Same(_probe.LastSender, _system.Resolve(path));
        _system.Resolve(path)!.Tell("answer");

        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Null(_system.Resolve(path));
    }

    [Fact]
    public void PipeTo_sends_the_result_with_the_piping_actor_as_sender()
    {
        TaskCompletionSource<int> source = new();
        ActorRef actor = _system.ActorOf(TestActor.Props((_, _) => source.Task.PipeTo(_probe.Ref, success: value => $"got {value}")));
        actor.Tell("go");
        _probe.ExpectNoMessage();

        source.SetResult(5);

        _probe.ExpectMessages("got 5");
        Assert.Same(actor, _probe.LastSender);
    }

    [Fact]
    public void PipeTo_sends_failure_cancellation_and_exceptions_of_the_conversion()
    {
        Task.FromException<int>(new IOException("disk is gone")).PipeTo(_probe.Ref);
        Task.FromCanceled<int>(new CancellationToken(canceled: true)).PipeTo(_probe.Ref);
        Task.FromResult(1).PipeTo(_probe.Ref, success: _ => throw new FormatException("not that"));
        Task.FromException(new IOException("disk is gone")).PipeTo(_probe.Ref, "done", failure: cause => cause.Message);
        Task.CompletedTask.PipeTo(_probe.Ref, "done");

        Assert.IsType<IOException>(_probe.ExpectMessage<Failure>().Cause);
        Assert.IsType<TaskCanceledException>(_probe.ExpectMessage<Failure>().Cause);
        Assert.IsType<FormatException>(_probe.ExpectMessage<Failure>().Cause);
        _probe.ExpectMessages("disk is gone", "done");
    }

    [Fact]
    public void Forward_keeps_the_sender()
    {
        ActorRef middle = _system.ActorOf(TestActor.Props((message, _) => _probe.Ref.Forward(message)));
        TestProbe origin = new(_system);

        origin.Send(middle, "hello");

        _probe.ExpectMessages("hello");
        Assert.Same(origin.Ref, _probe.LastSender);
        Assert.Throws<InvalidOperationException>(() => _probe.Ref.Forward("outside"));
    }

    [Fact]
    public void Sender_left_out_is_the_telling_actor_and_nobody_outside()
    {
        ActorRef teller = _system.ActorOf(TestActor.Props((message, _) => _probe.Ref.Tell(message)));

        teller.Tell("from inside");
        _probe.ExpectMessages("from inside");
        Assert.Same(teller, _probe.LastSender);
        _probe.Ref.Tell("from outside");
        _probe.ExpectMessages("from outside");
        Assert.Same(_system.DeadLetters, _probe.LastSender);
    }
}
