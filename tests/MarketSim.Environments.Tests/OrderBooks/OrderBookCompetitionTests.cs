using MarketSim.Environments.OrderBooks;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.MultiAgent;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Tests.OrderBooks;

/// <summary>Two learners in one order book. Positions are shares of 200 lots.</summary>
public sealed class OrderBookCompetitionTests
{
    private const int Position = 8;
    private const int OpenBuys = 9;
    private const int OpenSells = 10;
    private const int Profit = 11;

    private static readonly OrderBookSettings Short = new() { Decisions = 8, WarmUpNanoseconds = 30_000_000_000 };

    /// <summary>Two hundred lots cost at least a tick each in the spread, and there bankruptcy begins.</summary>
    private static readonly OrderBookSettings Poor = Short with { InitialCash = 200_000, BankruptcyShare = 0.999 };

    [Fact]
    public void All_see_one_market_and_each_its_own_account()
    {
        (OrderBookCompetition market, AgentExchange exchange) = Begin(Short);
        Assert.Equal(exchange.Observation(0).ToArray(), exchange.Observation(1).ToArray());

        Step(market, exchange, 0.05f, -0.1f);

        Assert.Equal((10, -20), (Figure(market, 0, "position"), Figure(market, 1, "position")));
        Assert.Equal((0.05f, -0.1f), (exchange.Observation(0)[Position], exchange.Observation(1)[Position]));
        for (int element = 0; element < exchange.Observation(0).Length; element++)
        {
            if (element is not (Position or OpenBuys or OpenSells or Profit))
            {
                Assert.Equal(exchange.Observation(0)[element], exchange.Observation(1)[element]);
            }
        }

        market.Market!.Venue.Ledger.CheckConservation();
    }

    [Fact]
    public void Rewards_of_each_are_its_own_change_of_equity()
    {
        (OrderBookCompetition market, AgentExchange exchange) = Begin(Short);
        double[] sums = new double[2];
        for (int step = 0; step < 8; step++)
        {
            Step(market, exchange, step % 2 == 0 ? 0.2f : -0.2f, 0.1f);
            sums[0] += exchange.Rewards[0];
            sums[1] += exchange.Rewards[1];
        }

        Assert.True(exchange.IsOver);
        Assert.Equal([true, true], exchange.Truncated);
        for (int agent = 0; agent < 2; agent++)
        {
            double equity = Figure(market, agent, "cash") + (Figure(market, agent, "position") * Figure(market, agent, "mid"));
            Assert.Equal(Figure(market, agent, "equity"), equity, 1e-6);
            Assert.Equal((equity - 100_000_000) / 2000, sums[agent], 1e-6);
            Assert.Equal(8, Figure(market, agent, "decision"));
        }
    }

    [Fact]
    public void Bankrupt_learner_leaves_and_the_other_continues()
    {
        (OrderBookCompetition market, AgentExchange exchange) = Begin(Poor);
        int left = StepUntilFirstLeaves(market, exchange);
        Assert.InRange(left, 1, 6);
        Assert.Equal((true, false), (exchange.Terminated[0], exchange.Truncated[0]));
        Assert.Equal([false, true], exchange.IsPresent);
        double held = Figure(market, 0, "position");

        for (int step = left; step < 8; step++)
        {
            // What stands there as the action of one that has left is read by nobody.
            Step(market, exchange, float.NaN, step % 2 == 0 ? 0.02f : -0.02f);
            Assert.Equal((0.0, false), (exchange.Rewards[0], exchange.Terminated[0]));
            Assert.Equal(held, Figure(market, 0, "position"));
        }

        Assert.Equal([false, true], exchange.Truncated);
        Assert.Equal(-4, Figure(market, 1, "position"));
        Assert.True(exchange.IsOver);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Restored_competition_continues_to_the_bit_with_those_that_are_present(bool isOneGone)
    {
        (OrderBookCompetition saved, AgentExchange exchange) = Begin(Poor);
        if (isOneGone)
        {
            StepUntilFirstLeaves(saved, exchange);
        }
        else
        {
            Step(saved, exchange, 0.02f, -0.02f);
        }

        OrderBookCompetition restored = Restored(saved, Poor);
        var other = new AgentExchange(restored);
        exchange.IsPresent.CopyTo(other.IsPresent, 0);
        while (!exchange.IsOver)
        {
            Step(saved, exchange, 0.03f, 0.04f);
            Step(restored, other, 0.03f, 0.04f);

            Assert.Equal(exchange.Rewards, other.Rewards);
            Assert.Equal(exchange.IsPresent, other.IsPresent);
            Assert.Equal(exchange.Observation(1).ToArray(), other.Observation(1).ToArray());
            Assert.Equal(Figures(saved, 0), Figures(restored, 0));
        }

        Assert.Equal(Saved(saved), Saved(restored));
    }

    [Fact]
    public void State_with_one_learner_is_that_of_the_environment()
    {
        var environment = new OrderBookEnvironment(Short);
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(4, observation);
        environment.Step([0.1f], observation);
        var writer = new MessagePackWriter();
        environment.Save(writer);

        var competition = new OrderBookCompetition(Short, ["learner"]);
        var reader = new MessagePackReader(writer.WrittenMemory.Span);
        competition.Restore(ref reader);

        Assert.Equal(writer.WrittenMemory.ToArray(), Saved(competition));
        var exchange = new AgentExchange(competition);
        exchange.Action(0)[0] = -0.1f;
        competition.Step(exchange);
        Assert.Equal(environment.Step([-0.1f], observation).Reward, exchange.Rewards[0]);
        Assert.Equal(observation, exchange.Observation(0).ToArray());
    }

    [Fact]
    public void Competition_that_was_saved_before_its_first_episode_has_none_afterwards()
    {
        (OrderBookCompetition used, AgentExchange exchange) = Begin(Short);
        var reader = new MessagePackReader(Saved(new OrderBookCompetition(Short, ["one", "other"])));

        used.Restore(ref reader);

        Assert.Null(used.Market);
        Assert.Throws<InvalidOperationException>(() => used.Step(exchange));
    }

    [Fact]
    public void Wrong_action_of_one_is_refused_before_anybody_acts()
    {
        (OrderBookCompetition market, AgentExchange exchange) = Begin(Short);
        byte[] before = Saved(market);

        Assert.Throws<ArgumentException>(() => Step(market, exchange, 0.5f, 1.5f));

        Assert.Equal(before, Saved(market));
    }

    [Theory]
    [InlineData]
    [InlineData("one", "")]
    [InlineData("one", "one")]
    public void Missing_empty_and_equal_names_are_refused(params string[] names) =>
        Assert.Contains("distinct names", Assert.Throws<ArgumentException>(() => new OrderBookCompetition(Short, names)).Message, StringComparison.Ordinal);

    private static (OrderBookCompetition Market, AgentExchange Exchange) Begin(OrderBookSettings settings)
    {
        var market = new OrderBookCompetition(settings, ["one", "other"]);
        var exchange = new AgentExchange(market);
        market.Reset(3, exchange);
        return (market, exchange);
    }

    private static void Step(OrderBookCompetition market, AgentExchange exchange, float one, float other)
    {
        exchange.Action(0)[0] = one;
        exchange.Action(1)[0] = other;
        market.Step(exchange);
    }

    /// <summary>The first learner turns its whole position round at each decision and pays the spread for it.</summary>
    private static int StepUntilFirstLeaves(OrderBookCompetition market, AgentExchange exchange)
    {
        int steps = 0;
        while (exchange.IsPresent[0])
        {
            Step(market, exchange, steps % 2 == 0 ? 1 : -1, 0);
            steps++;
        }

        return steps;
    }

    private static double[] Figures(OrderBookCompetition market, int agent)
    {
        double[] figures = new double[OrderBookCompetition.Figures.Count];
        market.WriteFigures(agent, figures);
        return figures;
    }

    private static double Figure(OrderBookCompetition market, int agent, string name) => Figures(market, agent)[OrderBookCompetition.Figures.ToList().IndexOf(name)];

    private static byte[] Saved(OrderBookCompetition market)
    {
        var writer = new MessagePackWriter();
        market.Save(writer);
        return writer.WrittenMemory.ToArray();
    }

    private static OrderBookCompetition Restored(OrderBookCompetition market, OrderBookSettings settings)
    {
        var restored = new OrderBookCompetition(settings, market.Agents);
        var reader = new MessagePackReader(Saved(market));
        restored.Restore(ref reader);
        return restored;
    }
}
