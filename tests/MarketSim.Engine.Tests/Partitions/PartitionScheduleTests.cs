using MarketSim.Engine.Partitions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Engine.Tests.Partitions;

public sealed class PartitionScheduleTests
{
    [Fact]
    public void Nobody_is_awake_before_anybody_is_scheduled()
    {
        Assert.Equal(long.MaxValue, new PartitionSchedule(0).NextDueTick);
        Assert.Equal(long.MaxValue, new PartitionSchedule(3).NextDueTick);
        Assert.Equal(long.MaxValue, new PartitionSchedule(3).DueTick(2));
    }

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(5, 2, 3)]
    [InlineData(6, 3, 1_000)]
    [InlineData(64, 4, 6)]
    [InlineData(301, 5, 50)]
    public void Schedule_equals_a_plain_list_under_random_changes(int agents, ulong seed, long ticks)
    {
        PartitionSchedule schedule = new(agents);
        long[] naive = [.. Enumerable.Repeat(long.MaxValue, agents)];
        RandomStream random = new(seed, RandomPurpose.Test, 0, 0);

        for (int change = 0; change < 3_000; change++)
        {
            // Earlier, later, the same, and never; half of the time for the one that is first.
            int agent = random.NextBoolean() ? schedule.NextAgent : random.NextInt32(agents);
            long tick = random.NextBoolean(0.15) ? long.MaxValue : random.NextInt64(ticks);
            naive[agent] = tick;
            schedule.Set(agent, tick);

            long first = naive.Min();
            Assert.Equal(first, schedule.NextDueTick);
            Assert.Equal(Array.IndexOf(naive, first), schedule.NextAgent);
            Assert.Equal(tick, schedule.DueTick(agent));
        }

        Assert.Equal(naive, Enumerable.Range(0, agents).Select(schedule.DueTick));
    }

    [Fact]
    public void Agents_of_one_tick_come_by_number()
    {
        PartitionSchedule schedule = new(40);
        for (int agent = 39; agent >= 0; agent--)
        {
            schedule.Set(agent, agent % 3);
        }

        List<int> order = [];
        while (schedule.NextDueTick == 1 || schedule.NextDueTick == 0)
        {
            order.Add(schedule.NextAgent);
            schedule.Set(schedule.NextAgent, long.MaxValue);
        }

        Assert.Equal([.. Enumerable.Range(0, 14).Select(index => 3 * index), .. Enumerable.Range(0, 13).Select(index => (3 * index) + 1)], order);
        Assert.Equal(2, schedule.NextDueTick);
    }
}
