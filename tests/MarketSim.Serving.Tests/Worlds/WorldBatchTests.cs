using MarketSim.Environments.OrderBooks;
using MarketSim.Learning.Environments;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Tests.Worlds;

public sealed class WorldBatchTests
{
    private static readonly OrderBookSettings Short = new() { Decisions = 6, WarmUpNanoseconds = 20_000_000_000 };

    [Fact]
    public void World_of_one_agent_is_the_environment_to_the_bit()
    {
        var batch = new WorldBatch([new OrderBookWorld(Short, ["agent"], keepsFingerprint: true, keepsLog: false)], restartsItself: false, threads: 1);
        var environment = new OrderBookEnvironment(Short);
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(11, observation);
        batch.Reset([11], []);
        Assert.Equal(observation, batch.Observations.ToArray());
        for (int step = 0; step < 6; step++)
        {
            float action = (step % 3) - 1;
            StepResult expected = environment.Step([action], observation);
            batch.Step([action]);

            Assert.Equal(observation, batch.Observations.ToArray());
            Assert.Equal(expected.Reward, batch.Rewards[0]);
            Assert.Equal(expected.Truncated, (batch.Flags[0] & RowFlags.Truncated) != RowFlags.None);
        }

        Assert.Single(batch.Ended);
        Assert.Throws<WorldException>(() => batch.Step([0f]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Environments_stepped_together_are_those_stepped_alone_on_any_number_of_threads(int threads)
    {
        WorldBatch together = Create(5, threads);
        together.Reset([1, 2, 3, 4, 5], []);
        WorldBatch[] alone = [.. Enumerable.Range(0, 5).Select(_ => Create(1, 1))];
        for (int world = 0; world < 5; world++)
        {
            alone[world].Reset([(ulong)world + 1], []);
        }

        for (int step = 0; step < 15; step++)
        {
            float[] actions = [.. Enumerable.Range(0, 5).Select(world => ((step + world) % 3) - 1f)];
            together.Step(actions);
            for (int world = 0; world < 5; world++)
            {
                alone[world].Step([actions[world]]);
                int size = together.Observations.Length / 5;
                Assert.Equal(alone[world].Observations.ToArray(), together.Observations.Slice(world * size, size).ToArray());
                Assert.Equal(alone[world].Rewards[0], together.Rewards[world]);
                Assert.Equal(alone[world].Flags[0], together.Flags[world]);
            }
        }
    }

    [Fact]
    public void Environment_that_restarts_itself_keeps_the_last_observation_and_the_end()
    {
        WorldBatch batch = Create(1, 1);
        batch.Reset([9], []);
        for (int step = 0; step < 6; step++)
        {
            batch.Step([0f]);
        }

        Assert.Equal(RowFlags.Truncated, batch.Flags[0]);
        Assert.Equal(0, batch.FinalObservations(0)[12]);
        Assert.Equal(1, batch.Observations[12]);
        Assert.Equal(9UL, batch.Ended[0].Seed);
        batch.Step([0f]);
        Assert.Equal(RowFlags.Present, batch.Flags[0]);
    }

    [Fact]
    public void Agents_of_one_market_meet_each_other_in_the_book()
    {
        var market = new WorldBatch([new OrderBookWorld(Short, ["buyer", "seller"], keepsFingerprint: false, keepsLog: false)], restartsItself: false, threads: 1);
        market.Reset([3], []);
        double[] together = Equity(market, seller: -1);
        market.Reset([3], []);
        double[] withoutSeller = Equity(market, seller: 0);

        Assert.NotEqual(together, withoutSeller);
    }

    [Fact]
    public void Bad_action_of_one_environment_steps_none()
    {
        WorldBatch batch = Create(5, 1);
        batch.Reset([1, 2, 3, 4, 5], []);
        double[] before = batch.Figures.ToArray();

        WorldException refusal = Assert.Throws<WorldException>(() => batch.Step([0, 0, 0, 0, float.NaN]));

        Assert.Contains("The action of agent in environment 4 is [NaN]", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, batch.Figures.ToArray());
        Assert.Equal(0, batch.Steps);
    }

    private static double[] Equity(WorldBatch market, float seller)
    {
        var equity = new List<double>();
        int columns = OrderBookCompetition.Figures.Count;
        for (int step = 0; step < 4; step++)
        {
            market.Step([1, seller]);
            equity.Add(market.Figures[10]);
            Assert.Equal(market.Figures[4], market.Figures[columns + 4]);
        }

        return [.. equity];
    }

    private static WorldBatch Create(int count, int threads) =>
        new([.. Enumerable.Range(0, count).Select(_ => new OrderBookWorld(Short, ["agent"], keepsFingerprint: false, keepsLog: false))], restartsItself: true, threads);
}
