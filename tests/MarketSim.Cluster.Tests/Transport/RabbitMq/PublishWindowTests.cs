using MarketSim.Cluster.Transport.RabbitMq;

namespace MarketSim.Cluster.Tests.Transport.RabbitMq;

public sealed class PublishWindowTests
{
    private readonly VirtualTimeProvider _time = new();

    [Fact]
    public async Task Full_window_holds_the_sender_back_until_enough_is_confirmed()
    {
        var window = new PublishWindow(mostBytes: 100, _time);
        Assert.True(await window.EnterAsync("node.a.1", 60));
        Assert.True(await window.EnterAsync("node.a.1", 40));

        Task<bool> third = window.EnterAsync("node.a.1", 50).AsTask();
        window.Settle(2, isMultiple: false);
        await Task.Yield();
        Assert.False(third.IsCompleted);

        window.Settle(1, isMultiple: false);
        Assert.True(await third);
    }

    [Fact]
    public async Task Message_longer_than_the_window_goes_alone()
    {
        var window = new PublishWindow(mostBytes: 100, _time);

        Assert.True(await window.EnterAsync("node.a.1", 1_000));
        Task<bool> second = window.EnterAsync("node.a.1", 0).AsTask();
        Assert.False(second.IsCompleted);
        window.Settle(1, isMultiple: true);

        Assert.True(await second);
    }

    [Fact]
    public async Task Confirmation_of_many_counts_for_all_up_to_it_whatever_came_before()
    {
        var window = new PublishWindow(mostBytes: 100, _time);
        for (int count = 0; count < 4; count++)
            await window.EnterAsync("node.a.1", 10);

        window.Settle(2, isMultiple: false);
        window.Settle(3, isMultiple: true);
        Task empty = window.EmptyAsync();
        Assert.False(empty.IsCompleted);
        window.Settle(4, isMultiple: false);

        await empty;
    }

    [Fact]
    public async Task Settled_messages_name_their_inboxes_once_in_order()
    {
        var window = new PublishWindow(mostBytes: 100, _time);
        foreach (string inbox in new[] { "a", "b", "c" })
            await window.EnterAsync(inbox, 10);

        Assert.Equal(["b"], window.Settle(2, isMultiple: false));
        Assert.Equal(["a", "c"], window.Settle(3, isMultiple: true));
        Assert.Empty(window.Settle(3, isMultiple: false));
    }

    [Fact]
    public async Task Time_without_confirmation_counts_from_the_last_progress_and_not_while_blocked()
    {
        var window = new PublishWindow(mostBytes: 100, _time);
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(TimeSpan.Zero, window.Stalled());

        await window.EnterAsync("node.a.1", 10);
        await window.EnterAsync("node.a.1", 10);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), window.Stalled());

        window.Settle(1, isMultiple: false);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), window.Stalled());

        window.Block(true);
        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(TimeSpan.Zero, window.Stalled());

        window.Block(false);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(4), window.Stalled());
    }

    [Fact]
    public async Task End_of_the_connection_lets_everybody_go()
    {
        var window = new PublishWindow(mostBytes: 100, _time);
        await window.EnterAsync("node.a.1", 100);
        Task<bool> waiting = window.EnterAsync("node.a.1", 1).AsTask();
        Task empty = window.EmptyAsync();

        window.Close();

        Assert.False(await waiting);
        await empty;
        Assert.Equal(TimeSpan.Zero, window.Stalled());
    }
}
