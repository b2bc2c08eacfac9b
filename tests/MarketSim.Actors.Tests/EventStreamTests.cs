namespace MarketSim.Actors.Tests;

public sealed class EventStreamTests : IAsyncDisposable
{
    private readonly ActorSystem _system = Systems.CallingThread();
    private readonly TestProbe _probe;

    public EventStreamTests() => _probe = new TestProbe(_system);

    private interface INews;

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Event_reaches_subscribers_of_its_type_its_bases_and_its_interfaces_once_each()
    {
        TestProbe bases = new(_system);
        TestProbe interfaces = new(_system);
        TestProbe others = new(_system);
        _system.EventStream.Subscribe<Special>(_probe.Ref);
        _system.EventStream.Subscribe<General>(_probe.Ref);
        _system.EventStream.Subscribe<General>(bases.Ref);
        _system.EventStream.Subscribe<INews>(interfaces.Ref);
        _system.EventStream.Subscribe<string>(others.Ref);

        _system.EventStream.Publish(new Special(1));
        _system.EventStream.Publish(new General(2));

        _probe.ExpectMessages(new Special(1), new General(2));
        bases.ExpectMessages(new Special(1), new General(2));
        interfaces.ExpectMessages(new Special(1));
        _probe.ExpectNoMessage();
        interfaces.ExpectNoMessage();
        others.ExpectNoMessage();
    }

    [Fact]
    public void Unsubscribed_actor_hears_no_more()
    {
        Assert.True(_system.EventStream.Subscribe<General>(_probe.Ref));
        Assert.False(_system.EventStream.Subscribe<General>(_probe.Ref));
        _system.EventStream.Subscribe<string>(_probe.Ref);

        Assert.True(_system.EventStream.Unsubscribe(_probe.Ref, typeof(General)));
        Assert.False(_system.EventStream.Unsubscribe(_probe.Ref, typeof(General)));
        _system.EventStream.Publish(new General(1));
        _system.EventStream.Publish("still heard");
        Assert.True(_system.EventStream.Unsubscribe(_probe.Ref));
        _system.EventStream.Publish("not heard");

        _probe.ExpectMessages("still heard");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Subscription_made_after_an_event_of_the_type_counts_for_the_next()
    {
        _system.EventStream.Publish(new General(1));
        _system.EventStream.Subscribe<General>(_probe.Ref);
        _system.EventStream.Publish(new General(2));

        _probe.ExpectMessages(new General(2));
    }

    [Fact]
    public void Stopped_subscriber_is_forgotten()
    {
        ActorRef subscriber = _system.ActorOf(TestActor.Props());
        _system.EventStream.Subscribe<General>(subscriber);
        _system.EventStream.Subscribe<DeadLetter>(_probe.Ref);
        subscriber.Tell(PoisonPill.Instance);

        _system.EventStream.Publish(new General(1));

        _probe.ExpectNoMessage();
        Assert.False(_system.EventStream.Unsubscribe(subscriber));
    }

    private record General(int Number);

    private sealed record Special(int Number) : General(Number), INews;
}
