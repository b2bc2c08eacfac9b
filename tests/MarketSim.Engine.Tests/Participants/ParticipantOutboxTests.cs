using MarketSim.Engine.Participants;
using MarketSim.Engine.Tests.Harness;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Tests.Participants;

public sealed class ParticipantOutboxTests
{
    private readonly ParticipantOutbox _outbox = new();

    [Fact]
    public void Partition_is_due_at_its_agents_tick_or_at_waking_events_whichever_is_first()
    {
        Assert.Equal(long.MaxValue, _outbox.NextDueTick);

        _outbox.RecordAnswer(20, default);
        Assert.Equal(20, _outbox.NextDueTick);
        _outbox.Post(SampleEvents.Fill(0, 1), nextTick: 9);
        Assert.Equal(9, _outbox.NextDueTick);
        _outbox.Post(SampleEvents.Fill(0, 2), nextTick: 12);
        Assert.Equal(9, _outbox.NextDueTick);

        _outbox.Drain();
        Assert.Equal(20, _outbox.NextDueTick);
    }

    [Fact]
    public void Message_makes_its_recipient_due_even_if_a_barrier_delivers_it_before()
    {
        var message = new ParticipantMessage(ParticipantAddress.Learner("ppo"), new TrajectoryBatch([]));
        _outbox.RecordAnswer(20, default);
        _outbox.Post(message, nextTick: 9);

        // The barrier.
        Assert.Equal([message], _outbox.Drain().Messages);
        _outbox.RecordAnswer(20, default);
        Assert.Equal(9, _outbox.NextDueTick);
        Assert.Empty(_outbox.DrainForTick().Messages);
        Assert.Equal(20, _outbox.NextDueTick);
    }

    [Fact]
    public void Events_that_wake_nobody_wait_for_the_next_delivery()
    {
        _outbox.RecordAnswer(20, default);
        _outbox.Post(SampleEvents.Cancelled(0, 1), nextTick: 9);

        Assert.Equal(20, _outbox.NextDueTick);
        Assert.Equal([SampleEvents.Cancelled(0, 1)], _outbox.Drain().Events.ToArray());
        Assert.Equal(ParticipantDelivery.Empty, _outbox.Drain());
    }

    [Fact]
    public void Delivery_stays_readable_while_the_next_events_come_in()
    {
        _outbox.Post(SampleEvents.Fill(0, 1), nextTick: 1);
        ParticipantDelivery delivery = _outbox.Drain();

        _outbox.Post(SampleEvents.Fill(0, 2), nextTick: 2);
        Assert.Equal([SampleEvents.Fill(0, 1)], delivery.Events.ToArray());
        Assert.Equal([SampleEvents.Fill(0, 2)], _outbox.Drain().Events.ToArray());
    }

    [Fact]
    public void Many_events_are_delivered_in_order()
    {
        AccountEvent[] events = [.. Enumerable.Range(0, 500).Select(order => SampleEvents.Fill(order % 7, order))];
        foreach (AccountEvent item in events)
        {
            _outbox.Post(item, nextTick: 1);
        }

        Assert.Equal(events, _outbox.Drain().Events.ToArray());
    }

    [Fact]
    public void Statement_replaces_the_events_of_its_account_and_makes_the_partition_due_at_no_tick()
    {
        AccountStatement statement = new(new AccountId(1), default, []);
        _outbox.Post(SampleEvents.Cancelled(1, 1), nextTick: 4);
        _outbox.Post(SampleEvents.Cancelled(2, 1), nextTick: 4);
        _outbox.Post(SampleEvents.Fill(1, 2, quantity: 5), nextTick: 4);
        _outbox.Post(SampleEvents.Fill(1, 2, quantity: 6), nextTick: 4);

        _outbox.Post(statement, nextTick: 4);

        Assert.Equal(long.MaxValue, _outbox.NextDueTick);
        ParticipantDelivery delivery = _outbox.Drain();
        Assert.Equal([SampleEvents.Cancelled(2, 1)], delivery.Events.ToArray());
        Assert.Equal([statement with { UndeliveredFills = 2, UndeliveredLots = 11 }], delivery.Statements);
        Assert.Equal(long.MaxValue, _outbox.NextDueTick);
        Assert.Equal(ParticipantDelivery.Empty, _outbox.Drain());
    }

    [Fact]
    public void Statement_leaves_the_participant_due_for_events_of_others()
    {
        _outbox.Post(SampleEvents.Fill(2, 1), nextTick: 4);

        _outbox.Post(new AccountStatement(new AccountId(1), default, []), nextTick: 4);

        Assert.Equal(4, _outbox.NextDueTick);
    }

    [Fact]
    public void Requested_statements_are_drained_once()
    {
        _outbox.RequestStatements([new AccountId(3)]);
        _outbox.RequestStatements([new AccountId(1), new AccountId(2)]);

        Assert.Equal([3, 1, 2], _outbox.DrainRequestedStatements().Select(account => account.Value));
        Assert.Empty(_outbox.DrainRequestedStatements());
    }

    [Fact]
    public void Counters_are_those_of_the_last_answer()
    {
        _outbox.RecordAnswer(1, new PartitionCounters(1, 2, 3));
        _outbox.RecordAnswer(2, new PartitionCounters(5, 6, 7));

        Assert.Equal(new PartitionCounters(5, 6, 7), _outbox.Counters);
    }
}
