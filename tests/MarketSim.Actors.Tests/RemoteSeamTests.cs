namespace MarketSim.Actors.Tests;

/// <summary>What a transport needs to bring references of other nodes in.</summary>
public sealed class RemoteSeamTests : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly TestProbe _probe;
    private readonly Provider _provider = new();

    public RemoteSeamTests()
    {
        _system = new ActorSystem("here", new ActorSystemOptions
        {
            TimeProvider = new VirtualTimeProvider(),
            DefaultDispatcher = new CallingThreadDispatcher(),
            RefProvider = _provider,
        });
        _probe = new TestProbe(_system);
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Paths_of_other_systems_resolve_through_the_provider_and_can_be_asked()
    {
        ActorRef remote = _system.Resolve(ActorPath.Parse("actor://there/user/echo"))!;

        Assert.Null(_system.Resolve(ActorPath.Parse("actor://nowhere/user/echo")));
        Assert.Equal("ping over the wire", await remote.Ask<string>("ping", TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Remote_actor_can_be_watched_unwatched_and_stopped()
    {
        RemoteRef remote = (RemoteRef)_system.Resolve(ActorPath.Parse("actor://there/user/echo"))!;
        RemoteRef other = (RemoteRef)_system.Resolve(ActorPath.Parse("actor://there/user/other"))!;
        _probe.Watch(remote);
        _probe.Watch(other);
        _probe.Unwatch(other);
        _system.ActorOf(TestActor.Props((_, self) => self.Context.Stop(remote))).Tell("stop it");

        Assert.Equal([_probe.Ref], remote.Watchers);
        Assert.Empty(other.Watchers);
        remote.Die();
        _probe.ExpectTerminated(remote);
        Assert.Equal([PoisonPill.Instance], remote.Swallowed);
    }

    private sealed class Provider : IActorRefProvider
    {
        public ActorRef? Resolve(ActorSystem system, ActorPath path) => path.System == "there" ? new RemoteRef(system, path) : null;
    }

    private sealed class RemoteRef(ActorSystem system, ActorPath path) : ActorRef
    {
        public List<ActorRef> Watchers { get; } = [];

        public List<object> Swallowed { get; } = [];

        public override ActorPath Path => path;

        protected internal override ActorSystem System => system;

        public override void Tell(object message, ActorRef? sender = null)
        {
            if (sender is not null && message is string text)
            {
                // The sender's path crosses the wire, and is found again on this side.
                system.Resolve(ActorPath.Parse(sender.Path.ToString()))!.Tell(text + " over the wire", this);
            }
            else
            {
                Swallowed.Add(message);
            }
        }

        public void Die() => Watchers.ForEach(ReportTermination);

        protected internal override void AddWatcher(ActorRef watcher) => Watchers.Add(watcher);

        protected internal override void RemoveWatcher(ActorRef watcher) => Watchers.Remove(watcher);
    }
}
