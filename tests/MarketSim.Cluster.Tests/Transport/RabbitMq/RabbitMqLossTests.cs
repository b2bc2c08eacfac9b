using MarketSim.Cluster.Local;
using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Tests.Transport.RabbitMq;

/// <summary>Every way to lose a connection that only a real broker has.</summary>
[Collection(RabbitMqCollection.Name)]
public sealed class RabbitMqLossTests(RabbitMqFixture fixture)
{
    private static int s_inboxes;

    private readonly RecordingListener _listener = new();

    [Fact]
    public async Task Connection_that_the_broker_closes_is_lost_with_the_brokers_reason()
    {
        await using ITransportConnection connection = await ConnectAsync(fixture.Options);

        await fixture.Broker.ControlAsync(["close_all_connections", "evening"], CancellationToken.None);

        Assert.Contains("evening", (await _listener.NextAsync<RecordingListener.Loss>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_of_the_receiving_connection_alone_is_a_loss()
    {
        await using ITransportConnection connection = await ConnectAsync(fixture.Options);

        await fixture.Broker.ControlAsync(["eval", CloseConnectionNamed(connection.Inbox + " receives")], CancellationToken.None);

        await _listener.NextAsync<RecordingListener.Loss>();
    }

    [Fact]
    public async Task Closing_of_the_sending_connection_alone_is_a_loss_and_the_inbox_goes()
    {
        var other = new RecordingListener();
        await using ITransportConnection connection = await ConnectAsync(fixture.Options);
        await using ITransportConnection observer = await ConnectAsync(fixture.Options, other);

        await fixture.Broker.ControlAsync(["eval", CloseConnectionNamed(connection.Inbox + " sends")], CancellationToken.None);
        await _listener.NextAsync<RecordingListener.Loss>();

        await UntilGoneAsync(connection.Inbox);
        observer.Send(connection.Inbox, new byte[] { 1 });
        Assert.Equal(connection.Inbox, (await other.NextAsync<RecordingListener.NoInbox>()).Inbox);
    }

    [Fact]
    public async Task Deleted_inbox_is_a_loss()
    {
        await using ITransportConnection connection = await ConnectAsync(fixture.Options);

        await fixture.Broker.ControlAsync(
            ["eval", $"{{ok, Q}} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\"{connection.Inbox}\">>)), rabbit_amqqueue:delete(Q, false, false, <<\"test\">>)."],
            CancellationToken.None);

        await _listener.NextAsync<RecordingListener.Loss>();
    }

    [Fact]
    public async Task Frozen_broker_is_lost_by_its_missing_heartbeats()
    {
        await using ITransportConnection connection = await ConnectAsync(fixture.Options with { Heartbeat = TimeSpan.FromSeconds(1) });

        await FrozenAsync(async () => await _listener.NextAsync<RecordingListener.Loss>());
    }

    [Fact]
    public async Task Frozen_broker_is_lost_by_a_publish_that_it_does_not_take()
    {
        await using ITransportConnection connection = await ConnectAsync(
            fixture.Options with { Heartbeat = TimeSpan.FromSeconds(60), PublishTimeout = TimeSpan.FromSeconds(1) });

        await FrozenAsync(async () =>
        {
            connection.Send(connection.Inbox, new byte[100]);
            Assert.Contains("taken nothing", (await _listener.NextAsync<RecordingListener.Loss>()).Reason, StringComparison.Ordinal);
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        });
    }

    [Fact]
    public async Task Frozen_broker_does_not_keep_a_sound_connection_from_being_disposed_of()
    {
        ITransportConnection connection = await ConnectAsync(fixture.Options with { Heartbeat = TimeSpan.FromSeconds(60) });

        await FrozenAsync(async () =>
        {
            connection.Send(connection.Inbox, new byte[8 << 20]);
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.True(_listener.HeardNothingMore);
        });
    }

    [Fact]
    public async Task Listener_that_throws_loses_its_connection()
    {
        var faulty = new RecordingListener(_ => throw new InvalidOperationException("out of order"));
        await using ITransportConnection connection = await ConnectAsync(fixture.Options, faulty);

        connection.Send(connection.Inbox, new byte[] { 1 });

        await faulty.NextBodyAsync();
        Assert.Contains("out of order", (await faulty.NextAsync<RecordingListener.Loss>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_listener_leaves_its_messages_with_the_broker()
    {
        using var mayGoOn = new SemaphoreSlim(0);
        var slow = new RecordingListener(_ => mayGoOn.Wait());
        await using ITransportConnection receiving = await ConnectAsync(fixture.Options with { Prefetch = 10 }, slow);
        await using ITransportConnection sending = await ConnectAsync(fixture.Options);

        for (int count = 0; count < 500; count++)
            sending.Send(receiving.Inbox, new byte[1_000]);

        Assert.Equal("490", await UntilQueueAsync(receiving.Inbox, "messages_ready", "490"));
        mayGoOn.Release(500);
        for (int count = 0; count < 500; count++)
            await slow.NextBodyAsync();

        Assert.Equal("0", await UntilQueueAsync(receiving.Inbox, "messages", "0"));
    }

    [Fact]
    public async Task Inbox_that_is_full_counts_as_undeliverable()
    {
        using var mayGoOn = new SemaphoreSlim(0);
        var slow = new RecordingListener(_ => mayGoOn.Wait());
        await fixture.Broker.ControlAsync(
            ["set_policy", "--apply-to", "queues", "full", "^node\\.loss\\.", "{\"max-length\":5,\"overflow\":\"reject-publish\"}"], CancellationToken.None);
        await using ITransportConnection receiving = await ConnectAsync(fixture.Options with { Prefetch = 1 }, slow);
        await using ITransportConnection sending = await ConnectAsync(fixture.Options);

        for (int count = 0; count < 100; count++)
            sending.Send(receiving.Inbox, new byte[10]);

        Assert.Equal(receiving.Inbox, (await _listener.NextAsync<RecordingListener.NoInbox>()).Inbox);
        await fixture.Broker.ControlAsync(["clear_policy", "full"], CancellationToken.None);
        mayGoOn.Release(100);
    }

    private Task<ITransportConnection> ConnectAsync(Cluster.Transport.RabbitMq.RabbitMqOptions options, RecordingListener? listener = null) =>
        RabbitMqFixture.Transport(options).ConnectAsync($"node.loss.{Interlocked.Increment(ref s_inboxes)}", listener ?? _listener, CancellationToken.None);

    /// <summary>While the broker's processes are stopped, as by SIGSTOP or a machine that hangs.</summary>
    private async Task FrozenAsync(Func<Task> action)
    {
        fixture.Broker.SignalServer(LocalSignal.Stop);
        try
        {
            await action();
        }
        finally
        {
            fixture.Broker.SignalServer(LocalSignal.Continue);
        }
    }

    private static string CloseConnectionNamed(string name) =>
        $"[rabbit_networking:close_connection(Pid, \"test\") || [{{pid, Pid}}, {{client_properties, P}}] <- rabbit_networking:connection_info_all([pid, client_properties]), "
        + $"lists:keyfind(<<\"connection_name\">>, 1, P) =:= {{<<\"connection_name\">>, longstr, <<\"{name}\">>}}].";

    private Task<string> UntilGoneAsync(string inbox) => UntilQueueAsync(inbox, "name", "");

    /// <summary>Waits until the broker says so of the queue, and returns what it said last; nothing when there is no such queue.</summary>
    private async Task<string> UntilQueueAsync(string inbox, string column, string expected)
    {
        string said = "";
        for (int attempt = 0; attempt < 10; attempt++)
        {
            string table = await fixture.Broker.ControlAsync(["list_queues", "--no-table-headers", "name", column], CancellationToken.None);
            said = table.Split('\n').Select(line => line.Split('\t')).FirstOrDefault(cells => cells[0] == inbox)?[^1].Trim() ?? "";
            if (said == expected)
                break;
        }

        return said;
    }
}
