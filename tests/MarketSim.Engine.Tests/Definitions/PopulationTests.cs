using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Tests.Harness;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Tests.Definitions;

public sealed class PopulationTests
{
    [Theory]
    [InlineData(1, 8, 1)]
    [InlineData(8, 8, 1)]
    [InlineData(9, 8, 2)]
    [InlineData(2_048, 8, 256)]
    [InlineData(2_049, 16, 129)]
    [InlineData(100_000, 512, 196)]
    [InlineData(1_000_000, 4_096, 245)]
    public void Blocks_hold_eight_agents_or_the_smallest_power_of_two_that_keeps_them_few(int agents, int blockSize, int blocks)
    {
        Population population = Of(agents);

        Assert.Equal((agents, blockSize, blocks), (population.Count, population.BlockSize, population.BlockCount));
    }

    [Fact]
    public void Blocks_cover_every_account_once_and_the_last_holds_the_rest()
    {
        Population population = Of(5, 0, 14);

        Assert.Equal([(0, 8), (8, 8), (16, 3)], Enumerable.Range(0, population.BlockCount).Select(population.AccountsOf));
        Assert.Equal([0, 0, 1], new[] { 0, 7, 8 }.Select(account => population.BlockOf(new AccountId(account))));
    }

    [Fact]
    public void Slots_take_blocks_in_turn_and_further_participants_come_after_them()
    {
        IReadOnlyList<BarrierSlot> slots = BarrierSlot.Spread(Of(40), partitions: 3, ["learner"]);

        Assert.Equal(["0,3", "1,4", "2", ""], slots.Select(slot => string.Join(',', slot.Blocks)), StringComparer.Ordinal);
        Assert.Equal(["partition-0", "partition-1", "partition-2", "learner"], slots.Select(slot => slot.ActorName), StringComparer.Ordinal);
    }

    [Fact]
    public void Account_belongs_to_its_group_though_groups_beside_it_are_empty()
    {
        Population population = Of(0, 2, 0, 3, 1, 0);

        Assert.Equal([1, 1, 3, 3, 3, 4], Enumerable.Range(0, population.Count).Select(account => population.GroupOf(new AccountId(account)).Index));
        Assert.Equal([0, 0, 2, 2, 5, 6], population.Groups.Select(group => group.FirstAccount));
    }

    [Fact]
    public void Groups_with_a_gap_or_an_overlap_are_refused()
    {
        AgentGroup[] groups = [.. Of(3, 4).Groups];

        Assert.Throws<ArgumentException>(() => new Population([groups[0], groups[1] with { FirstAccount = 4 }]));
        Assert.Throws<ArgumentException>(() => new Population([groups[0], groups[1] with { FirstAccount = 2 }]));
    }

    [Fact]
    public void Opening_positions_are_those_of_the_groups_at_the_initial_price()
    {
        Population population = new TestMarket()
            .WithScript("a", 2, 0, (_, _) => { }, cash: 500, inventory: 3)
            .WithScript("b", 1, 0, (_, _) => { }, cash: 70, inventory: -1)
            .Build().Population;

        Position[] positions = population.OpeningPositions(new Price(10));

        Assert.Equal([new Position(500, 3, new Price(10)), new Position(500, 3, new Price(10)), new Position(70, -1, new Price(10))], positions);
        Assert.Equal([30, 30, -10], positions.Select(position => position.CostBasis));
    }

    [Fact]
    public void Market_without_agents_has_no_blocks() => Assert.Equal(0, Of().BlockCount);

    private static Population Of(params int[] counts)
    {
        var market = new TestMarket();
        foreach (int count in counts)
        {
            market.WithScript("agent", count, 0, (_, _) => { });
        }

        return market.Build().Population;
    }
}
