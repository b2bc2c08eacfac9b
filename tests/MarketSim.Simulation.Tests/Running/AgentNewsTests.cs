using MarketSim.Market.Accounts;
using MarketSim.Numerics.Randomness;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class AgentNewsTests
{
    [Fact]
    public void News_are_grouped_by_agent_and_stay_in_order()
    {
        AgentNews news = new(agents: 5);
        List<AccountEvent> events = [SampleNews.Fill(13, 1), SampleNews.Fill(11, 1), SampleNews.Cancelled(13, 2), SampleNews.Fill(13, 3), SampleNews.Fill(11, 2)];

        news.Group(events, account => account.Value - 10);

        Assert.Equal([1, 3], news.Agents);
        Assert.Equal([events[1], events[4]], news.Of(1));
        Assert.Equal([events[0], events[2], events[3]], news.Of(3));
        Assert.Equal(0, news.Of(0).Count);
        Assert.Equal(0, news.Of(4).Count);
    }

    [Fact]
    public void News_of_the_time_before_are_forgotten()
    {
        AgentNews news = new(agents: 3);
        news.Group([SampleNews.Fill(0, 1), SampleNews.Fill(2, 1)], account => account.Value);

        news.Group([SampleNews.Fill(1, 7)], account => account.Value);
        Assert.Equal([1], news.Agents);
        Assert.Equal(0, news.Of(0).Count);
        Assert.Equal(0, news.Of(2).Count);

        news.Group([], account => account.Value);
        Assert.Empty(news.Agents);
        Assert.Equal(0, news.Of(1).Count);
    }

    [Fact]
    public void Grouping_equals_a_plain_one_however_many_news_there_are()
    {
        const int agents = 9;
        AgentNews news = new(agents);
        RandomStream random = new(4, RandomPurpose.Test, 0, 0);
        foreach (int count in new[] { 3, 16, 17, 500, 2, 0, 200 })
        {
            List<AccountEvent> events = [.. Enumerable.Range(0, count).Select(order => SampleNews.Fill(random.NextInt32(agents), order))];

            news.Group(events, account => account.Value);

            Assert.Equal(events.Select(item => item.Account.Value).Distinct().Order(), news.Agents);
            for (int agent = 0; agent < agents; agent++)
            {
                Assert.Equal(events.Where(item => item.Account.Value == agent), news.Of(agent));
            }
        }
    }
}
