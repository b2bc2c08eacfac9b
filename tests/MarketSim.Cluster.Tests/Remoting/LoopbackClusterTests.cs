using System.Globalization;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Remoting;

namespace MarketSim.Cluster.Tests.Remoting;

public sealed class LoopbackClusterTests
{
    [Fact]
    public async Task Frames_of_every_size_arrive_in_order()
    {
        await using TestNode first = TestNode.Start(TestNode.Description("a"), nameof(Frames_of_every_size_arrive_in_order), FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        await using TestNode second = TestNode.Start(TestNode.Description("b"), nameof(Frames_of_every_size_arrive_in_order), FreePort.Next(), first.Address);
        await second.NextLifeAsync();
        MembershipView view = await first.MembersAsync("a", "b");

        int[] sizes = [1, 0, Chunks.Size, Chunks.Size + 1, 1 << 20, 7, PeerLimits.MaxFrameBytes, 3];
        foreach (int size in sizes)
        {
            first.Peers.Send(view.Members[1].Incarnation, Bytes(size));
        }

        foreach (int size in sizes)
        {
            ReadOnlyMemory<byte> received = await second.NextFrameAsync();
            Assert.True(Bytes(size).AsSpan().SequenceEqual(received.Span), $"the frame of {size} bytes");
        }

        Assert.Throws<ArgumentException>(() => first.Peers.Send(view.Members[1].Incarnation, new byte[PeerLimits.MaxFrameBytes + 1]));
    }

    [Fact]
    public async Task A_node_receives_its_own_frames_as_copies()
    {
        await using TestNode node = TestNode.Start(TestNode.Description("a"), nameof(A_node_receives_its_own_frames_as_copies), FreePort.Next(), seed: null);
        await node.NextLifeAsync();
        byte[] frame = Bytes(100);

        node.Peers.Send(node.Peers.Self, frame);
        ReadOnlyMemory<byte> received = await node.NextFrameAsync();

        Assert.Equal(frame, received.ToArray());
        Assert.False(received.Span.Overlaps(frame));
    }

    [Fact]
    public async Task Members_carry_the_description_of_their_node_and_their_age()
    {
        NodeDescription described = new("b_2", "ma chine:7", [NodeRoles.Learner], 16, "0.4.0+x/y", "b0", "a1");
        await using TestNode first = TestNode.Start(TestNode.Description("z"), nameof(Members_carry_the_description_of_their_node_and_their_age), FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        await using TestNode second = TestNode.Start(
            described with { Build = "build-a", Arithmetic = "sum-a" }, nameof(Members_carry_the_description_of_their_node_and_their_age), FreePort.Next(), first.Address);
        await second.NextLifeAsync();

        foreach (TestNode node in (TestNode[])[first, second])
        {
            MembershipView view = await node.MembersAsync("b_2", "z");
            Assert.Equal(node.Peers.Self, view.Self);
            Assert.Equal(2, view.Members[0].Age);
            Assert.Equal(1, view.Members[1].Age);
            Assert.Equal(second.Peers.Self, view.Members[0].Incarnation);
            Assert.Equal("ma chine:7", view.Members[0].Description.Host);
            Assert.Equal([NodeRoles.Learner], view.Members[0].Description.Roles);
            Assert.Equal(16, view.Members[0].Description.Threads);
            Assert.Equal("0.4.0+x/y", view.Members[0].Description.Version);
        }
    }

    [Fact]
    public async Task A_node_that_is_asked_to_stop_leaves_before_it_is_missed()
    {
        await using TestNode first = TestNode.Start(TestNode.Description("a"), nameof(A_node_that_is_asked_to_stop_leaves_before_it_is_missed), FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        await using TestNode second = TestNode.Start(
            TestNode.Description("b"), nameof(A_node_that_is_asked_to_stop_leaves_before_it_is_missed), FreePort.Next(), first.Address);
        await second.NextLifeAsync();
        await first.MembersAsync("a", "b");

        Task stopping = second.System.StopAsync();
        var seen = new List<MembershipView>();
        await first.ViewAsync(view =>
        {
            seen.Add(view);
            return view.Members.Length == 1;
        });
        await stopping.WaitAsync(TestNode.Patience);

        Assert.Contains(seen, view => view.Members.Any(member => member is { Name: "b", IsLeaving: true }));
        Assert.True(second.System.WhenEnded.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_downed_node_comes_back_at_its_address_as_another_incarnation()
    {
        await using TestNode first = TestNode.Start(TestNode.Description("a"), nameof(A_downed_node_comes_back_at_its_address_as_another_incarnation), FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        await using TestNode second = TestNode.Start(
            TestNode.Description("b"), nameof(A_downed_node_comes_back_at_its_address_as_another_incarnation), FreePort.Next(), first.Address);
        ClusterLife life = await second.NextLifeAsync();
        await first.MembersAsync("a", "b");
        string before = second.Peers.Self;

        Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(life.System);
        cluster.Down(cluster.SelfAddress);
        Assert.Equal(2, (await second.NextLifeAsync()).Number);
        MembershipView view = await first.ViewAsync(view => view.Members.Any(member => member.Name == "b" && member.Incarnation != before && member.IsReachable));

        Assert.Equal(Incarnation.AddressOf(before), second.Address);
        Assert.Equal(["a", "b"], view.Members.Select(member => member.Name), StringComparer.Ordinal);

        // What is meant for the life before is not received by this one. Frames may be lost while the first node still closes the old association.
        Task<ReadOnlyMemory<byte>> received = second.NextFrameAsync();
        using var due = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            first.Peers.Send(before, Bytes(5));
            first.Peers.Send(second.Peers.Self, Bytes(6));
            await due.WaitForNextTickAsync();
        }
        while (!received.IsCompleted);
        Assert.Equal(6, (await received).Length);
    }

    [Fact]
    public async Task A_first_seed_that_was_downed_joins_the_others_and_forms_no_second_cluster()
    {
        await using TestNode first = TestNode.Start(TestNode.Description("a"), nameof(A_first_seed_that_was_downed_joins_the_others_and_forms_no_second_cluster), FreePort.Next(), seed: null);
        ClusterLife life = await first.NextLifeAsync();
        await using TestNode second = TestNode.Start(
            TestNode.Description("b"), nameof(A_first_seed_that_was_downed_joins_the_others_and_forms_no_second_cluster), FreePort.Next(), first.Address);
        await second.NextLifeAsync();
        await second.MembersAsync("a", "b");

        Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(life.System);
        cluster.Down(cluster.SelfAddress);
        await first.NextLifeAsync();
        MembershipView view = await first.ViewAsync(view => view.Self == first.Peers.Self && view.Members.Length == 2);

        Assert.Equal(1, view.Find(second.Peers.Self)!.Age);
    }

    [Fact]
    public async Task A_node_that_is_its_own_first_seed_joins_the_cluster_that_the_store_knows()
    {
        const string Cluster = nameof(A_node_that_is_its_own_first_seed_joins_the_cluster_that_the_store_knows);
        await using TestNode first = TestNode.Start(TestNode.Description("a"), Cluster, FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        await first.MembersAsync("a");
        await OldestIsAsync(Cluster, first);

        await using TestNode second = TestNode.Start(TestNode.Description("b"), Cluster, FreePort.Next(), seed: null);
        await second.NextLifeAsync();

        await first.MembersAsync("a", "b");
    }

    [Fact]
    public async Task The_node_of_a_second_cluster_leaves_it_and_joins_the_first()
    {
        const string Cluster = nameof(The_node_of_a_second_cluster_leaves_it_and_joins_the_first);
        var timings = new ClusterTimings { OldestMember = TimeSpan.FromSeconds(1) };
        await using TestNode first = TestNode.Start(TestNode.Description("a"), Cluster, FreePort.Next(), seed: null, timings);
        await first.NextLifeAsync();
        await OldestIsAsync(Cluster, first);

        await using TestNode second = TestNode.Start(
            TestNode.Description("b"), Cluster, FreePort.Next(), seed: null, timings, leases: new BlindLeases(TestNode.Leases(Cluster)));
        await second.NextLifeAsync();
        await second.MembersAsync("b");
        Assert.Equal(2, (await second.NextLifeAsync()).Number);

        await first.MembersAsync("a", "b");
    }

    [Fact]
    public async Task Nodes_that_lost_their_cluster_and_its_first_seed_form_one_cluster_again()
    {
        const string Cluster = nameof(Nodes_that_lost_their_cluster_and_its_first_seed_form_one_cluster_again);
        var timings = new ClusterTimings { OldestMember = TimeSpan.FromSeconds(2) };
        TestNode first = TestNode.Start(TestNode.Description("a"), Cluster, FreePort.Next(), seed: null, timings);
        await first.NextLifeAsync();
        await using TestNode second = await JoinedAsync("b");
        await using TestNode third = await JoinedAsync("c");
        await first.MembersAsync("a", "b", "c");
        await first.DisposeAsync();
        await third.ViewAsync(view => view.Members.Length == 2);

        Down(second);
        Down(third);
        await Task.WhenAll(second.NextLifeAsync(), third.NextLifeAsync());

        await second.ViewAsync(view => view.Self == second.Peers.Self && view.Members.Length == 2 && view.Members.All(member => member.IsReachable));

        async Task<TestNode> JoinedAsync(string name)
        {
            TestNode node = TestNode.Start(TestNode.Description(name), Cluster, FreePort.Next(), first.Address, timings);
            await node.NextLifeAsync();
            return node;
        }

        static void Down(TestNode node)
        {
            Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(node.System.Current!.System);
            cluster.Down(cluster.SelfAddress);
        }
    }

    [Fact]
    public async Task A_node_that_a_member_has_quarantined_joins_again_and_one_that_a_stranger_has_stays()
    {
        const string Cluster = nameof(A_node_that_a_member_has_quarantined_joins_again_and_one_that_a_stranger_has_stays);
        await using TestNode first = TestNode.Start(TestNode.Description("a"), Cluster, FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        await using TestNode second = TestNode.Start(TestNode.Description("b"), Cluster, FreePort.Next(), first.Address);
        await second.NextLifeAsync();
        await first.MembersAsync("a", "b");

        // As a node does that was removed while it was frozen, and takes the others for dead.
        Quarantine(second, by: FreePort.Next());
        await using TestNode third = TestNode.Start(TestNode.Description("c"), Cluster, FreePort.Next(), first.Address);
        await third.NextLifeAsync();
        await second.MembersAsync("a", "b", "c");
        Assert.Equal(1, second.System.Current!.Number);

        Quarantine(second, by: int.Parse(first.Address.Split(':')[1], CultureInfo.InvariantCulture));
        Assert.Equal(2, (await second.NextLifeAsync()).Number);

        static void Quarantine(TestNode node, int by)
        {
            Akka.Actor.ActorSystem system = node.System.Current!.System;
            Akka.Actor.Address own = Akka.Cluster.Cluster.Get(system).SelfAddress;
            system.EventStream.Publish(new Akka.Remote.ThisActorSystemQuarantinedEvent(own, own.WithPort(by)));
        }
    }

    [Fact]
    public async Task A_node_of_another_build_is_refused_with_both_builds_named()
    {
        await using TestNode first = TestNode.Start(TestNode.Description("a"), nameof(A_node_of_another_build_is_refused_with_both_builds_named), FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        await using TestNode second = TestNode.Start(
            TestNode.Description("b") with { Build = "build-b" }, nameof(A_node_of_another_build_is_refused_with_both_builds_named), FreePort.Next(), first.Address);

        NodeRefusedException refusal = await Assert.ThrowsAsync<NodeRefusedException>(() => second.System.WhenEnded.WaitAsync(TestNode.Patience));

        Assert.Contains("build-a", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("build-b", refusal.Message, StringComparison.Ordinal);
        await first.MembersAsync("a");
    }

    [Fact]
    public async Task A_second_node_of_the_same_name_is_refused()
    {
        await using TestNode first = TestNode.Start(TestNode.Description("a"), nameof(A_second_node_of_the_same_name_is_refused), FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        await using TestNode second = TestNode.Start(
            TestNode.Description("a"), nameof(A_second_node_of_the_same_name_is_refused), FreePort.Next(), first.Address);

        NodeRefusedException refusal = await Assert.ThrowsAsync<NodeRefusedException>(() => second.System.WhenEnded.WaitAsync(TestNode.Patience));

        Assert.Contains(first.Address, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_whose_seeds_do_not_answer_ends_with_a_message_that_names_them()
    {
        string seed = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
        await using TestNode node = TestNode.Start(
            TestNode.Description("a"), nameof(A_node_whose_seeds_do_not_answer_ends_with_a_message_that_names_them), FreePort.Next(), seed,
            new ClusterTimings { Joining = TimeSpan.FromSeconds(1) });

        ClusterJoinException failure = await Assert.ThrowsAsync<ClusterJoinException>(() => node.System.WhenEnded.WaitAsync(TestNode.Patience));

        Assert.Contains(seed, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_the_node_with_a_message_that_names_it()
    {
        await using TestNode first = TestNode.Start(TestNode.Description("a"), nameof(A_port_that_is_taken_ends_the_node_with_a_message_that_names_it), FreePort.Next(), seed: null);
        await first.NextLifeAsync();
        // From now on the store names the second node's own address as the cluster's oldest member.
        await OldestIsAsync(nameof(A_port_that_is_taken_ends_the_node_with_a_message_that_names_it), first);
        int port = int.Parse(first.Address.Split(':')[1], CultureInfo.InvariantCulture);
        await using TestNode second = TestNode.Start(
            TestNode.Description("b"), nameof(A_port_that_is_taken_ends_the_node_with_a_message_that_names_it), port, first.Address);

        ClusterJoinException failure = await Assert.ThrowsAsync<ClusterJoinException>(() => second.System.WhenEnded.WaitAsync(TestNode.Patience));

        Assert.Contains(first.Address, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Waits until the store knows the node as the cluster's oldest.</summary>
    private static async Task OldestIsAsync(string cluster, TestNode node)
    {
        var lease = new OldestLease(TestNode.Leases(cluster), TimeSpan.FromSeconds(1));
        using var due = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await lease.ReadAsync() != node.Peers.Self)
        {
            await due.WaitForNextTickAsync();
        }
    }

    private static byte[] Bytes(int size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[i] = (byte)(i * 31 + (i >> 8));
        }

        return bytes;
    }
}
