using System.Buffers.Binary;
using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Tests.Transport;

/// <summary>What every transport must do.</summary>
public abstract class TransportSuite
{
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(5);
    private static int s_inboxes;

    protected abstract ITransport Transport { get; }

    /// <summary>Ends the broker as hard as it can be ended.</summary>
    protected abstract Task KillBrokerAsync();

    protected abstract Task StartBrokerAsync();

    protected abstract Task BlockBrokerAsync(bool isBlocked);

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order()
    {
        var receiver = new RecordingListener();
        await using ITransportConnection sending = await ConnectAsync(new RecordingListener());
        await using ITransportConnection receiving = await ConnectAsync(receiver);

        for (int number = 0; number < 5_000; number++)
            sending.Send(receiving.Inbox, Number(number));

        for (int number = 0; number < 5_000; number++)
            Assert.Equal(number, Number(await receiver.NextBodyAsync()));
    }

    [Fact]
    public async Task Messages_of_many_senders_all_arrive_and_those_of_each_in_order()
    {
        const int Senders = 8;
        const int Each = 300;
        var receiver = new RecordingListener();
        await using ITransportConnection receiving = await ConnectAsync(receiver);
        ITransportConnection[] senders = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => ConnectAsync(new RecordingListener())));

        await Task.WhenAll(senders.Select((sender, index) => Task.Run(() =>
        {
            for (int number = 0; number < Each; number++)
                sender.Send(receiving.Inbox, Number((index * Each) + number));
        })));

        int[] next = [.. Enumerable.Range(0, Senders).Select(sender => sender * Each)];
        for (int count = 0; count < Senders * Each; count++)
        {
            int number = Number(await receiver.NextBodyAsync());
            Assert.Equal(next[number / Each]++, number);
        }

        foreach (ITransportConnection sender in senders)
            await sender.DisposeAsync();
    }

    [Fact]
    public async Task Message_to_an_inbox_that_nobody_has_is_told_and_the_others_arrive()
    {
        var sender = new RecordingListener();
        var receiver = new RecordingListener();
        await using ITransportConnection sending = await ConnectAsync(sender);
        await using ITransportConnection receiving = await ConnectAsync(receiver);

        sending.Send(receiving.Inbox, Number(1));
        sending.Send("node.nobody.1", Number(2));
        sending.Send(receiving.Inbox, Number(3));

        Assert.Equal("node.nobody.1", (await sender.NextAsync<RecordingListener.NoInbox>()).Inbox);
        Assert.Equal(1, Number(await receiver.NextBodyAsync()));
        Assert.Equal(3, Number(await receiver.NextBodyAsync()));
        Assert.True(sender.HeardNothingMore);
    }

    [Fact]
    public async Task Inbox_goes_with_its_connection()
    {
        var sender = new RecordingListener();
        await using ITransportConnection sending = await ConnectAsync(sender);
        ITransportConnection leaving = await ConnectAsync(new RecordingListener());
        await leaving.DisposeAsync();

        sending.Send(leaving.Inbox, Number(1));

        Assert.Equal(leaving.Inbox, (await sender.NextAsync<RecordingListener.NoInbox>()).Inbox);
    }

    [Fact]
    public async Task Inbox_that_another_connection_has_is_refused_for_good_and_stays_with_its_owner()
    {
        var owner = new RecordingListener();
        await using ITransportConnection owning = await ConnectAsync(owner);

        var refusal = await Assert.ThrowsAsync<TransportException>(() => Transport.ConnectAsync(owning.Inbox, new RecordingListener(), CancellationToken.None));

        Assert.True(refusal.IsPermanent);
        Assert.Contains(owning.Inbox, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("taken", refusal.Message, StringComparison.Ordinal);
        owning.Send(owning.Inbox, Number(5));
        Assert.Equal(5, Number(await owner.NextBodyAsync()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData(TransportLimits.LongestBody)]
    public async Task Body_of_any_length_arrives_unchanged(int length)
    {
        var receiver = new RecordingListener();
        await using ITransportConnection sending = await ConnectAsync(new RecordingListener());
        await using ITransportConnection receiving = await ConnectAsync(receiver);
        byte[] body = new byte[length];
        for (int index = 0; index < length; index++)
            body[index] = (byte)((index * 31) + (index >> 12));

        sending.Send(receiving.Inbox, body);

        byte[] arrived = await receiver.NextBodyAsync();
        Assert.True(arrived.AsSpan().SequenceEqual(body));
    }

    [Fact]
    public async Task Body_that_is_too_long_is_refused_at_once()
    {
        await using ITransportConnection sending = await ConnectAsync(new RecordingListener());

        Assert.Throws<ArgumentException>("body", () => sending.Send(sending.Inbox, new byte[TransportLimits.LongestBody + 1]));
    }

    [Fact]
    public async Task Receiver_may_change_its_body_without_changing_anybody_elses()
    {
        var first = new RecordingListener(body => System.Runtime.InteropServices.MemoryMarshal.AsMemory(body).Span.Fill(0xFF));
        var second = new RecordingListener();
        await using ITransportConnection sending = await ConnectAsync(new RecordingListener());
        await using ITransportConnection receivingFirst = await ConnectAsync(first);
        await using ITransportConnection receivingSecond = await ConnectAsync(second);
        byte[] body = [1, 2, 3];

        sending.Send(receivingFirst.Inbox, body);
        await first.NextBodyAsync();
        sending.Send(receivingSecond.Inbox, body);
        sending.Send(receivingSecond.Inbox, new byte[] { 9, 9, 9 });

        Assert.Equal([1, 2, 3], await second.NextBodyAsync());
        Assert.Equal([9, 9, 9], await second.NextBodyAsync());
        Assert.Equal([1, 2, 3], body);
    }

    [Fact]
    public async Task Listener_may_answer_from_within_its_call()
    {
        const int Rounds = 500;
        var last = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        ITransportConnection? left = null;
        ITransportConnection? right = null;
        var leftListener = new RecordingListener(body => Return(left!, right!.Inbox, body));
        var rightListener = new RecordingListener(body => Return(right!, left!.Inbox, body));
        left = await ConnectAsync(leftListener);
        right = await ConnectAsync(rightListener);

        left.Send(right.Inbox, Number(0));

        Assert.Equal(Rounds, await last.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        await left.DisposeAsync();
        await right.DisposeAsync();

        void Return(ITransportConnection connection, string inbox, ReadOnlyMemory<byte> body)
        {
            int number = Number(body.Span);
            if (number == Rounds)
                last.TrySetResult(number);
            else
                connection.Send(inbox, Number(number + 1));
        }
    }

    [Fact]
    public async Task Dispose_is_quick_says_nothing_and_sends_what_waits()
    {
        var sender = new RecordingListener();
        var receiver = new RecordingListener();
        ITransportConnection sending = await ConnectAsync(sender);
        await using ITransportConnection receiving = await ConnectAsync(receiver);
        for (int number = 0; number < 200; number++)
            sending.Send(receiving.Inbox, Number(number));

        await sending.DisposeAsync().AsTask().WaitAsync(Quick);
        sending.Send(receiving.Inbox, Number(-1));
        await sending.DisposeAsync();

        for (int number = 0; number < 200; number++)
            Assert.Equal(number, Number(await receiver.NextBodyAsync()));

        Assert.True(sender.HeardNothingMore);
    }

    [Fact]
    public async Task Killed_broker_is_told_once_and_last_and_a_new_inbox_works_when_it_is_back()
    {
        var first = new RecordingListener();
        var second = new RecordingListener();
        ITransportConnection losing = await ConnectAsync(first);
        ITransportConnection losingToo = await ConnectAsync(second);
        losing.Send(losingToo.Inbox, Number(1));
        await second.NextBodyAsync();

        await KillBrokerAsync();

        Assert.NotEmpty((await first.NextAsync<RecordingListener.Loss>()).Reason);
        Assert.NotEmpty((await second.NextAsync<RecordingListener.Loss>()).Reason);
        losing.Send(losingToo.Inbox, Number(2));
        var refusal = await Assert.ThrowsAsync<TransportException>(() => ConnectAsync(new RecordingListener()));
        Assert.False(refusal.IsPermanent);

        await StartBrokerAsync();
        var again = new RecordingListener();
        await using (ITransportConnection back = await ConnectAsync(again))
        {
            losing.Send(back.Inbox, Number(3));
            back.Send(back.Inbox, Number(4));
            Assert.Equal(4, Number(await again.NextBodyAsync()));
        }

        Assert.True(first.HeardNothingMore);
        Assert.True(second.HeardNothingMore);
        await losing.DisposeAsync().AsTask().WaitAsync(Quick);
        await losingToo.DisposeAsync().AsTask().WaitAsync(Quick);
    }

    [Fact]
    public async Task Blocked_broker_is_told_and_what_is_sent_meanwhile_waits()
    {
        var sender = new RecordingListener();
        var receiver = new RecordingListener();
        await using ITransportConnection sending = await ConnectAsync(sender);
        await using ITransportConnection receiving = await ConnectAsync(receiver);

        await BlockBrokerAsync(true);
        try
        {
            sending.Send(receiving.Inbox, Number(1));
            Assert.True((await sender.NextAsync<RecordingListener.Block>()).IsBlocked);
            sending.Send(receiving.Inbox, Number(2));
        }
        finally
        {
            await BlockBrokerAsync(false);
        }

        Assert.False((await sender.NextAsync<RecordingListener.Block>()).IsBlocked);
        await ReadPastBlocksAsync(receiver, 1);
        await ReadPastBlocksAsync(receiver, 2);
    }

    protected Task<ITransportConnection> ConnectAsync(ITransportListener listener) =>
        Transport.ConnectAsync(NewInbox(), listener, CancellationToken.None);

    protected static string NewInbox() => $"node.test.{Interlocked.Increment(ref s_inboxes)}";

    protected static byte[] Number(int number)
    {
        byte[] body = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(body, number);
        return body;
    }

    protected static int Number(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt32LittleEndian(body);

    /// <summary>A connection that only receives may be told of the block, or not.</summary>
    private static async Task ReadPastBlocksAsync(RecordingListener receiver, int number)
    {
        RecordingListener.Heard heard;
        do
            heard = await receiver.NextAsync();
        while (heard is RecordingListener.Block);

        Assert.Equal(number, Number(Assert.IsType<RecordingListener.Body>(heard).Bytes.Span));
    }
}
