using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store.Memory;

namespace MarketSim.Cluster.Tests.Leading;

/// <summary>Which run a node takes, and when it leaves it to others.</summary>
public sealed class RunDirectorTests
{
    private static readonly Member Alpha = Node("alpha", NodeRoles.Market);
    private static readonly Member Beta = Node("beta", NodeRoles.Market);
    private static readonly Member Gamma = Node("gamma", NodeRoles.Agents);

    private readonly VirtualTimeProvider _time = new();

    [Fact]
    public void Exactly_one_of_the_nodes_with_the_role_takes_a_run_that_nobody_leads_at_once()
    {
        Member[] members = [Alpha, Beta, Gamma];
        ActiveRun free = Run(holder: null);

        Assert.Single(members, member => Director(member, members).Choose(member.Incarnation, [free], []) is not null);
        Assert.Null(Director(Gamma, members).Choose(Gamma.Incarnation, [free], []));
    }

    [Fact]
    public void Node_without_the_role_takes_a_run_that_those_with_it_leave()
    {
        RunDirector director = Director(Gamma, Alpha, Gamma);
        Assert.Null(director.Choose(Gamma.Incarnation, [Run(holder: null)], []));

        _time.Advance(TimeSpan.FromSeconds(2.1));

        Assert.NotNull(director.Choose(Gamma.Incarnation, [Run(holder: null)], []));
    }

    [Fact]
    public void Leader_that_is_no_longer_a_member_is_replaced_at_once()
    {
        RunDirector director = Director(Beta, Beta, Gamma);

        Assert.NotNull(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation)], []));
    }

    [Fact]
    public void Leader_whose_association_was_lost_is_replaced_at_once_and_not_once_it_is_heard_again()
    {
        RunDirector director = Director(Beta, Alpha, Beta);
        Assert.Null(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation)], []));

        director.AssociationLost(Alpha.Incarnation);
        Assert.NotNull(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation)], []));

        director.Sees(View(Beta, Alpha, Beta));
        Assert.Null(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation)], []));
    }

    [Fact]
    public void Unreachable_leader_is_replaced_when_it_does_not_report_and_left_alone_when_it_does()
    {
        RunDirector director = Director(Beta, Alpha with { IsReachable = false }, Beta);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation, sinceReport: 2.4)], []));
        Assert.NotNull(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation, sinceReport: 2.6)], []));
    }

    [Fact]
    public void Leader_that_is_heard_and_does_not_report_for_long_is_replaced_unless_the_store_was_away()
    {
        RunDirector director = Director(Beta, Alpha, Beta);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation, sinceReport: 14)], []));

        director.StoreMissed();
        Assert.Null(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation, sinceReport: 16)], []));

        _time.Advance(TimeSpan.FromSeconds(2.1));
        Choice(director);
        _time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.NotNull(Choice(director));

        static ActiveRun? Choice(RunDirector director) => director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation, sinceReport: 16)], []);
    }

    [Fact]
    public void Run_that_another_node_took_is_left_alone_for_a_while_but_not_when_the_store_says_it_is_ones_own()
    {
        RunDirector director = Director(Beta, Beta);
        director.WasTaken("run");

        Assert.Null(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation)], []));
        Assert.NotNull(director.Choose(Beta.Incarnation, [Run(Beta.Incarnation)], []));

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.NotNull(director.Choose(Beta.Incarnation, [Run(Alpha.Incarnation)], []));
    }

    [Fact]
    public void Node_leads_no_more_runs_than_it_may_and_none_of_another_build()
    {
        RunDirector director = Director(Beta, Beta);

        Assert.Null(director.Choose(Beta.Incarnation, [Run(holder: null)], ["other"]));
        Assert.Null(director.Choose(Beta.Incarnation, [Run(holder: null) with { Build = "older" }], []));
        Assert.NotNull(director.Choose(Beta.Incarnation, [Run(holder: null) with { Build = "build" }], []));
    }

    [Fact]
    public void Node_that_leads_as_many_runs_as_it_may_leaves_the_next_one_to_another_at_once()
    {
        Member[] members = [Alpha, Beta];
        ActiveRun led = Run(Alpha.Incarnation) with { Run = "first" };

        Assert.NotNull(Director(Beta, members).Choose(Beta.Incarnation, [led, Run(holder: null)], []));
    }

    private static ActiveRun Run(string? holder, double sinceReport = 0) => new("run", Build: null, Epoch: 3, holder, TimeSpan.FromSeconds(sinceReport));

    private static MembershipView View(Member self, params Member[] members) => new(self.Incarnation, [.. members]);

    private static Member Node(string name, params string[] roles) =>
        new($"{name}@a:1#1", new NodeDescription(name, "host", roles, Threads: 1, "1", "build", "arithmetic"), Age: 1, IsReachable: true, IsLeaving: false);

    private RunDirector Director(Member self, params Member[] members)
    {
        var director = new RunDirector(new NodeOptions { Description = self.Description, Store = new InMemoryClusterStore(_time), TimeProvider = _time });
        director.Sees(View(self, members));
        return director;
    }
}
