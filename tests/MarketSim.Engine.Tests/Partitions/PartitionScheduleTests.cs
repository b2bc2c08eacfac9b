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
            int agent = random.NextBoolean() ? Array.IndexOf(naive, naive.Min()) : random.NextInt32(agents);
            long tick = random.NextBoolean(0.15) ? long.MaxValue : random.NextInt64(ticks);
            naive[agent] = tick;
            schedule.Set(agent, tick);

            long first = naive.Min();
            Assert.Equal(first, schedule.NextDueTick);
            Assert.Equal(tick, schedule.DueTick(agent));
        }

        Assert.Equal(naive, Enumerable.Range(0, agents).Select(schedule.DueTick));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 1)]
    [InlineData(1_000, 1)]
    [InlineData(1_000, 7)]
    [InlineData(1_000, 300)]
    [InlineData(1_000, 5_000)]
    public void Ticks_are_taken_in_order_and_their_agents_by_number_however_many_are_awake(int agents, int interval)
    {
        PartitionSchedule schedule = new(agents);
        long[] naive = new long[agents];
        RandomStream random = new(9, RandomPurpose.Test, 0, 0);
        for (int agent = 0; agent < agents; agent++)
        {
            Set(agent, random.NextInt64(interval));
        }

        for (int step = 0; step < 400; step++)
        {
            long tick = naive.Min();
            Assert.Equal(tick, schedule.NextDueTick);
            int[] expected = [.. Enumerable.Range(0, agents).Where(agent => naive[agent] == tick)];

            int[] due = schedule.DrainDue(tick).ToArray();

            Assert.Equal(expected, due);

            // Crowds that act together and crowds that do not take turns, so that both ways of finding them are used.
            int spread = step % 100 < 50 ? interval : 1;
            foreach (int agent in due)
            {
                Set(agent, tick + 1 + random.NextInt64(spread));
            }

            // Some are woken by events, some sleep longer than they said.
            Set(random.NextInt32(agents), tick + 1);
            Set(random.NextInt32(agents), tick + 2 + random.NextInt64(2 * interval));
        }

        void Set(int agent, long tick)
        {
            naive[agent] = tick;
            schedule.Set(agent, tick);
        }
    }

    [Fact]
    public void Agents_taken_out_are_awake_at_no_tick()
    {
        PartitionSchedule schedule = new(40);
        for (int agent = 0; agent < 40; agent++)
        {
            schedule.Set(agent, agent % 3);
        }

        Assert.Equal(Enumerable.Range(0, 14).Select(index => 3 * index), schedule.DrainDue(0).ToArray());
        Assert.Equal((1, long.MaxValue), (schedule.NextDueTick, schedule.DueTick(3)));
        Assert.Equal(13, schedule.DrainDue(1).Length);
        Assert.Equal(2, schedule.NextDueTick);
        Assert.Equal(13, schedule.DrainDue(2).Length);
        Assert.Equal(long.MaxValue, schedule.NextDueTick);
    }
}
