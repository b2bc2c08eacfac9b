namespace MarketSim.Actors.Tests;

public sealed class ActorSystemTests : IAsyncDisposable
{
    private readonly ActorSystem _system = Systems.CallingThread();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Paths_name_every_generation_and_resolve_to_the_same_reference()
    {
        ActorRef? child = null;
        ActorRef parent = _system.ActorOf(Props.Create(() => new TestActor { OnPreStart = self => child = self.Context.ActorOf(TestActor.Props()) }), "parent");

        Assert.Equal("actor://test/user/parent", parent.Path.ToString());
        Assert.Equal("actor://test/user/parent/$a", child!.ToString());
        Assert.Same(child, _system.Resolve(ActorPath.Parse("actor://test/user/parent/$a")));
        Assert.Null(_system.Resolve(ActorPath.Parse("actor://test/user/parent/$b")));
        Assert.Null(_system.Resolve(ActorPath.Parse("actor://elsewhere/user/parent")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("größe")]
    public void Malformed_name_is_refused(string name) =>
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => _system.ActorOf(TestActor.Props(), name)).ParamName);

    [Fact]
    public void Name_is_taken_until_its_actor_has_stopped()
    {
        ActorRef first = _system.ActorOf(TestActor.Props(), "agent-1");

        Assert.Equal("name", Assert.Throws<ArgumentException>(() => _system.ActorOf(TestActor.Props(), "agent-1")).ParamName);
        first.Tell(PoisonPill.Instance);
        ActorRef second = _system.ActorOf(TestActor.Props(), "agent-1");

        Assert.NotSame(first, second);
        Assert.Equal(first.Path, second.Path);
        Assert.Same(second, _system.Resolve(second.Path));
    }

    [Fact]
    public void Generated_names_differ_over_many_children()
    {
        HashSet<string> names = [];
        for (int i = 0; i < 5000; i++)
        {
            Assert.True(names.Add(_system.ActorOf(TestActor.Props()).Path.Name));
        }

        Assert.Contains("$ab", names);
    }

    [Fact]
    public void Children_are_listed_in_the_order_of_their_creation()
    {
        List<string> names = [];
        ActorRef parent = _system.ActorOf(TestActor.Props((message, self) =>
        {
            if (message is "create")
            {
                foreach (string name in new[] { "c", "a", "b", "d" })
                {
                    self.Context.ActorOf(TestActor.Props(), name);
                }

                self.Context.Stop(self.Context.Child("a")!);
            }
            else
            {
                names.AddRange(self.Context.Children.Select(child => child.Path.Name));
                Assert.Null(self.Context.Child("a"));
            }
        }));

        parent.Tell("create");
        parent.Tell("list");

        Assert.Equal(["c", "b", "d"], names);
    }

    [Fact]
    public async Task System_that_has_ended_makes_no_actors_and_turns_messages_to_dead_letters()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) => self.Sender.Tell(message)));
        await _system.TerminateAsync();

        Assert.Throws<InvalidOperationException>(() => _system.ActorOf(TestActor.Props()));
        actor.Tell("nobody there");
        Assert.True(_system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public void Actor_made_without_a_system_is_refused() =>
        Assert.Contains("ActorOf", Assert.Throws<InvalidOperationException>(() => new TestActor()).Message, StringComparison.Ordinal);

    [Fact]
    public void Stopping_actor_makes_no_children()
    {
        TestProbe probe = new(_system);
        ActorRef actor = _system.ActorOf(Props.Create(() => new TestActor
        {
            OnPostStop = self => probe.Ref.Tell(Record.Exception(() => self.Context.ActorOf(TestActor.Props()))!),
        }));

        actor.Tell(PoisonPill.Instance);

        probe.ExpectMessage<InvalidOperationException>();
    }

    [Theory]
    [InlineData("user/a")]
    [InlineData("actor://test")]
    [InlineData("actor://test//a")]
    public void Text_that_is_no_path_is_refused(string text) => Assert.Throws<FormatException>(() => ActorPath.Parse(text));

    [Fact]
    public void Paths_are_equal_by_value()
    {
        ActorPath path = ActorPath.Parse("actor://test/user/a");

        Assert.Equal(path, ActorPath.Parse("actor://test/user/a"));
        Assert.Equal(path.GetHashCode(), ActorPath.Parse("actor://test/user/a").GetHashCode());
        Assert.NotEqual(path, ActorPath.Parse("actor://other/user/a"));
        Assert.NotEqual(path, ActorPath.Parse("actor://test/user/b/a"));
        Assert.NotEqual(path, ActorPath.Parse("actor://test/a"));
    }
}
