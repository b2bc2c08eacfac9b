namespace MarketSim.Actors.Tests;

public sealed class TestProbeTests : IAsyncDisposable
{
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(1);

    private readonly ActorSystem _system = Systems.CallingThread();
    private readonly TestProbe _probe;

    public TestProbeTests() => _probe = new TestProbe(_system, "probe");

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Expectations_fail_and_say_what_came_instead()
    {
        Assert.Equal("actor://test/user/probe expected Int32, and no message came.", FailureOf(() => _probe.ExpectMessage<int>(patience: Brief)));
        _probe.Ref.Tell("text");
        Assert.Equal("actor://test/user/probe expected Int32, and got text (String).", FailureOf(() => _probe.ExpectMessage<int>()));
        _probe.Ref.Tell(1);
        Assert.Equal("actor://test/user/probe expected 2 (Int32), and got 1 (Int32).", FailureOf(() => _probe.ExpectMessage(2)));
        _probe.Ref.Tell(1);
        Assert.Equal("actor://test/user/probe expected no message, and got 1 (Int32).", FailureOf(() => _probe.ExpectNoMessage()));
        _probe.Ref.Tell(new Terminated(_system.DeadLetters));
        Assert.StartsWith("actor://test/user/probe expected Terminated that passes the check", FailureOf(() => _probe.ExpectTerminated(_probe.Ref)), StringComparison.Ordinal);
        _probe.Ref.Tell(3);
        Assert.Equal("actor://test/user/probe expected one of 4, 5, and got 3 (Int32).", FailureOf(() => _probe.ExpectMessagesInAnyOrder(4, 5)));
    }

    [Fact]
    public void Fishing_drops_what_comes_before_the_catch()
    {
        foreach (object message in new object[] { 1, "no", 20, 30 })
        {
            _probe.Ref.Tell(message);
        }

        Assert.Equal(20, _probe.FishForMessage<int>(number => number > 10));
        Assert.Equal(30, _probe.ReceiveOne());
        Assert.Contains("among 0 messages", FailureOf(() => _probe.FishForMessage<int>(patience: Brief)), StringComparison.Ordinal);
    }

    [Fact]
    public void Reply_goes_to_the_sender_of_the_message_taken_out_last()
    {
        TestProbe first = new(_system);
        TestProbe second = new(_system);
        first.Send(_probe.Ref, "from first");
        second.Send(_probe.Ref, "from second");

        _probe.ExpectMessages("from first");
        _probe.Reply("to first");
        first.ExpectMessages("to first");
        Assert.Same(_probe.Ref, first.LastSender);

        _probe.ExpectMessages("from second");
        _probe.Forward(first.Ref, "through first");
        first.ExpectMessages("through first");
        Assert.Same(second.Ref, first.LastSender);
    }

    [Fact]
    public void Unwatched_actor_ends_unnoticed()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props());
        _probe.Watch(actor);
        _probe.Unwatch(actor);

        actor.Tell(PoisonPill.Instance);

        _probe.ExpectNoMessage();
    }

    private static string FailureOf(Action expectation) => Assert.Throws<ExpectationFailedException>(expectation).Message;
}
