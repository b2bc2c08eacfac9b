namespace MarketSim.Actors.Tests;

public sealed class BackOffTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualTimeProvider _clock = new();
    private readonly ActorSystem _system;
    private readonly TestProbe _probe;

    public BackOffTests()
    {
        _system = Systems.CallingThread(_clock);
        _probe = new TestProbe(_system);
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Delay_doubles_with_each_failure_up_to_the_longest()
    {
        ActorRef child = CreateChildren(new BackOff(Second, 6 * Second, jitter: 0), count: 1)[0];

        foreach (int seconds in new[] { 1, 2, 4, 6, 6 })
        {
            child.Tell("fail");
            child.Tell("hello");
            _clock.Advance((seconds * Second) - TimeSpan.FromTicks(1));
            _probe.ExpectNoMessage();
            _clock.Advance(TimeSpan.FromTicks(1));
            _probe.ExpectMessages("hello");
        }
    }

    [Fact]
    public void Delay_is_the_shortest_again_after_a_quiet_spell()
    {
        ActorRef child = CreateChildren(new BackOff(Second, 8 * Second, jitter: 0, resetAfter: 20 * Second), count: 1)[0];
        child.Tell("fail");
        _clock.Advance(Second);
        child.Tell("fail");
        _clock.Advance(2 * Second);

        _clock.Advance(20 * Second);
        child.Tell("fail");
        child.Tell("hello");
        _clock.Advance(Second);

        _probe.ExpectMessages("hello");
    }

    [Fact]
    public void All_for_one_holds_the_siblings_until_the_delay_is_over()
    {
        ActorRef[] children = CreateChildren(new BackOff(Second, Second, jitter: 0), count: 2, allForOne: true);

        children[0].Tell("fail");
        children[1].Tell("hello");
        _probe.ExpectNoMessage();
        _clock.Advance(Second);

        _probe.ExpectMessages("hello");
    }

    [Fact]
    public void Child_that_is_stopped_while_it_waits_is_not_restarted()
    {
        ActorRef child = CreateChildren(new BackOff(Second, Second), count: 1)[0];
        _probe.Watch(child);

        child.Tell("fail");
        _system.Resolve(child.Path.Parent!)!.Tell("stop children");

        _probe.ExpectTerminated(child);
        _clock.Advance(5 * Second);
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Supervisor_that_has_failed_itself_decides_nothing_until_it_runs_again()
    {
        _system.EventStream.Subscribe<ActorFailed>(_probe.Ref);
        Props parent = TestActor.Props((_, self) =>
        {
            self.Context.ActorOf(TestActor.Props((_, _) => throw new InvalidOperationException("child")), "child").Tell("fail");
            throw new InvalidOperationException("parent");
        });
        _system.ActorOf(Props.Create(() => new TestActor { OnPreStart = self => self.Context.ActorOf(parent, "parent").Tell("fail") })
            .WithSupervision(new OneForOneStrategy(backOff: new BackOff(Second, Second))));

        Assert.Equal("parent", _probe.ExpectMessage<ActorFailed>().Actor.Path.Name);
        _probe.ExpectNoMessage();

        // The restart of the parent stops the child, whose failure is then nobody's concern any more.
        _clock.Advance(2 * Second);
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Jitter_lengthens_by_its_share_at_most_and_is_keyed_by_seed_child_and_failure()
    {
        BackOff backOff = new(Second, 100 * Second, jitter: 0.5);
        ActorPath path = ActorPath.Parse("actor://test/user/a");
        ActorPath sibling = ActorPath.Parse("actor://test/user/b");

        TimeSpan[] delays = [.. Enumerable.Range(0, 1000).Select(seed => backOff.Delay(1, (ulong)seed, path))];

        Assert.All(delays, delay => Assert.InRange(delay, 2 * Second, 3 * Second));
        Assert.InRange(delays.Average(delay => delay.TotalSeconds), 2.45, 2.55);
        Assert.Equal(backOff.Delay(1, 7, path), backOff.Delay(1, 7, ActorPath.Parse(path.ToString())));
        double[] shares =
        [
            backOff.Delay(1, 7, path) / (2 * Second), backOff.Delay(1, 8, path) / (2 * Second),
            backOff.Delay(1, 7, sibling) / (2 * Second), backOff.Delay(2, 7, path) / (4 * Second),
        ];
        Assert.Equal(4, shares.Select(share => Math.Round(share, 4)).Distinct().Count());
    }

    [Fact]
    public void Bad_delays_are_refused_by_name()
    {
        Assert.Equal("shortest", Assert.Throws<ArgumentOutOfRangeException>(() => new BackOff(TimeSpan.Zero, Second)).ParamName);
        Assert.Equal("longest", Assert.Throws<ArgumentOutOfRangeException>(() => new BackOff(2 * Second, Second)).ParamName);
        Assert.Equal("jitter", Assert.Throws<ArgumentOutOfRangeException>(() => new BackOff(Second, Second, jitter: 1.1)).ParamName);
        Assert.Equal("resetAfter", Assert.Throws<ArgumentOutOfRangeException>(() => new BackOff(Second, Second, resetAfter: TimeSpan.Zero)).ParamName);
    }

    private ActorRef[] CreateChildren(BackOff backOff, int count, bool allForOne = false)
    {
        ActorRef[] children = new ActorRef[count];
        _system.ActorOf(Props.Create(() => new TestActor((_, self) =>
        {
            foreach (ActorRef child in self.Context.Children)
            {
                self.Context.Stop(child);
            }
        })
        {
            OnPreStart = self =>
            {
                for (int i = 0; i < count; i++)
                {
                    children[i] = self.Context.ActorOf(TestActor.Props((message, _) =>
                    {
                        if (message is "fail")
                        {
                            throw new InvalidOperationException("asked to");
                        }

                        _probe.Ref.Tell(message);
                    }));
                }
            },
        }).WithSupervision(allForOne ? new AllForOneStrategy(backOff: backOff) : new OneForOneStrategy(backOff: backOff)));
        return children;
    }
}
