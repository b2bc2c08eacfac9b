using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class ParticipantDeskTests
{
    private readonly ParticipantDesk _desk = new();

    [Fact]
    public void Partition_is_due_at_its_agents_tick_or_at_waking_news_whichever_is_first()
    {
        Assert.Equal(long.MaxValue, _desk.NextDueTick);

        _desk.Answered(20, default);
        Assert.Equal(20, _desk.NextDueTick);
        _desk.Post(SampleNews.Fill(0, 1), nextTick: 9);
        Assert.Equal(9, _desk.NextDueTick);
        _desk.Post(SampleNews.Fill(0, 2), nextTick: 12);
        Assert.Equal(9, _desk.NextDueTick);

        _desk.TakeNews();
        Assert.Equal(20, _desk.NextDueTick);
    }

    [Fact]
    public void Mail_makes_its_receiver_due_even_if_a_barrier_delivers_it_before()
    {
        var mail = new Mail("learner-ppo", new byte[] { 1 });
        _desk.Answered(20, default);
        _desk.Post(mail, nextTick: 9);

        // The barrier.
        Assert.Equal([mail], _desk.TakeNews().Mail);
        _desk.Answered(20, default);
        Assert.Equal(9, _desk.NextDueTick);
        Assert.Empty(_desk.TakeNewsForTick().Mail);
        Assert.Equal(20, _desk.NextDueTick);
    }

    [Fact]
    public void News_that_wake_nobody_wait_for_the_next_message()
    {
        _desk.Answered(20, default);
        _desk.Post(SampleNews.Cancelled(0, 1), nextTick: 9);

        Assert.Equal(20, _desk.NextDueTick);
        Assert.Equal([SampleNews.Cancelled(0, 1)], _desk.TakeNews().Events);
        Assert.Same(ParticipantNews.None, _desk.TakeNews());
    }

    [Fact]
    public void News_that_were_sent_stay_readable_while_the_next_come_in()
    {
        _desk.Post(SampleNews.Fill(0, 1), nextTick: 1);
        ParticipantNews sent = _desk.TakeNews();

        _desk.Post(SampleNews.Fill(0, 2), nextTick: 2);
        Assert.Equal([SampleNews.Fill(0, 1)], sent.Events);
        Assert.Equal([SampleNews.Fill(0, 2)], _desk.TakeNews().Events);
    }

    [Fact]
    public void Statement_stands_for_the_news_of_its_account_and_makes_the_partition_due_at_no_tick()
    {
        AccountStatement statement = new(new AccountId(1), default, []);
        _desk.Post(SampleNews.Cancelled(1, 1), nextTick: 4);
        _desk.Post(SampleNews.Cancelled(2, 1), nextTick: 4);
        _desk.Post(SampleNews.Fill(1, 2, quantity: 5), nextTick: 4);
        _desk.Post(SampleNews.Fill(1, 2, quantity: 6), nextTick: 4);

        _desk.Post(statement, nextTick: 4);

        Assert.Equal(long.MaxValue, _desk.NextDueTick);
        ParticipantNews news = _desk.TakeNews();
        Assert.Equal([SampleNews.Cancelled(2, 1)], news.Events);
        Assert.Equal([statement with { UnheardFills = 2, UnheardLots = 11 }], news.Statements);
        Assert.Equal(long.MaxValue, _desk.NextDueTick);
        Assert.Same(ParticipantNews.None, _desk.TakeNews());
    }

    [Fact]
    public void Wanted_statements_are_handed_out_once()
    {
        _desk.Want([new AccountId(3)]);
        _desk.Want([new AccountId(1), new AccountId(2)]);

        Assert.Equal([3, 1, 2], _desk.TakeWanted().Select(account => account.Value));
        Assert.Empty(_desk.TakeWanted());
    }

    [Fact]
    public void Counters_are_those_of_the_last_answer()
    {
        _desk.Answered(1, new PartitionCounters(1, 2, 3));
        _desk.Answered(2, new PartitionCounters(5, 6, 7));

        Assert.Equal(new PartitionCounters(5, 6, 7), _desk.Counters);
    }

    [Fact]
    public void Desk_awaits_one_answer_to_what_was_sent()
    {
        Assert.False(_desk.IsAwaited);

        _desk.Await();
        Assert.True(_desk.IsAwaited);

        _desk.Answered(1, default);
        Assert.False(_desk.IsAwaited);
    }
}
