using MarketSim.Engine.Definitions;
using MarketSim.Engine.Partitions;
using MarketSim.Engine.Tests.Harness;
using MarketSim.Market.Accounts;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Engine.Tests.Partitions;

public sealed class GroupedAccountEventsTests
{
    [Fact]
    public void Events_are_grouped_by_agent_and_stay_in_order()
    {
        // Blocks of eight: agents 0 to 7 are accounts 8 to 15.
        GroupedAccountEvents events = new(Accounts(agents: 24, block: 1));
        AccountEvent[] given = [SampleEvents.Fill(13, 1), SampleEvents.Fill(11, 1), SampleEvents.Cancelled(13, 2), SampleEvents.Fill(13, 3), SampleEvents.Fill(11, 2)];

        events.Group(given);

        Assert.Equal([3, 5], events.Agents.ToArray());
        Assert.Equal([given[1], given[4]], events.Of(3).ToArray());
        Assert.Equal([given[0], given[2], given[3]], events.Of(5).ToArray());
        Assert.True(events.Of(0).IsEmpty);
        Assert.True(events.Of(4).IsEmpty);
    }

    [Fact]
    public void Events_of_the_delivery_before_are_forgotten()
    {
        GroupedAccountEvents events = new(Accounts(agents: 3, block: 0));
        events.Group([SampleEvents.Fill(0, 1), SampleEvents.Fill(2, 1)]);

        events.Group([SampleEvents.Fill(1, 7)]);
        Assert.Equal([1], events.Agents.ToArray());
        Assert.True(events.Of(0).IsEmpty);
        Assert.True(events.Of(2).IsEmpty);

        events.Group([]);
        Assert.True(events.Agents.IsEmpty);
        Assert.True(events.Of(1).IsEmpty);
    }

    [Fact]
    public void Grouping_equals_a_plain_one_however_many_events_there_are()
    {
        const int agents = 8;
        GroupedAccountEvents events = new(Accounts(agents, block: 0));
        RandomStream random = new(4, RandomPurpose.Test, 0, 0);
        foreach (int count in new[] { 3, 16, 17, 500, 2, 0, 200 })
        {
            AccountEvent[] given = [.. Enumerable.Range(0, count).Select(order => SampleEvents.Fill(random.NextInt32(agents), order))];

            events.Group(given);

            Assert.Equal(given.Select(item => item.Account.Value).Distinct().Order(), events.Agents.ToArray());
            for (int agent = 0; agent < agents; agent++)
            {
                Assert.Equal(given.Where(item => item.Account.Value == agent), events.Of(agent).ToArray());
            }
        }
    }

    private static PartitionAccounts Accounts(int agents, int block)
    {
        Population population = new TestMarket().WithScript("agent", agents, 0, (_, _) => { }).Build().Population;
        return new PartitionAccounts(population, [block]);
    }
}
