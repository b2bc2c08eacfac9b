using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Environments.OrderBooks;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Market.Book;

namespace MarketSim.Environments.Tests.OrderBooks;

public sealed class OrderBookEnvironmentTests
{
    private static readonly OrderBookSettings Short = new() { Decisions = 25 };

    private static readonly OrderBookSettings Quoting = Short with { Positions = null };

    [Fact]
    public void Target_position_is_held_at_the_next_decision_and_moves_cash_by_its_price()
    {
        var environment = new OrderBookEnvironment(Short);
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        environment.Step([0.05f], observation);

        Assert.Equal(10, environment.Learner!.Portfolio.Inventory);
        Assert.Equal(0.05f, observation[8]);
        long paid = 100_000_000 - environment.Learner.Portfolio.Cash;
        Assert.InRange(paid, 10 * 9_900, 10 * 10_100);
        environment.Step([-0.05f], observation);
        Assert.Equal(-10, environment.Learner.Portfolio.Inventory);
    }

    [Fact]
    public void Rewards_sum_to_the_change_of_equity_at_the_mid()
    {
        var environment = new OrderBookEnvironment(Short);
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(2, observation);
        double sum = 0;
        for (int step = 0; step < 25; step++)
        {
            sum += environment.Step([step % 3 == 0 ? 0.2f : -0.1f], observation).Reward;
        }

        double equity = environment.Learner!.Portfolio.Cash + (environment.Learner.Portfolio.Inventory * environment.Market!.Snapshot!.MidTicks);
        Assert.Equal((equity - 100_000_000) / 2000, sum, 1e-6);
        Assert.NotEqual(0, sum);
        environment.Market.Venue.Ledger.CheckConservation();
    }

    [Fact]
    public void Quotes_rest_on_both_sides_of_the_mid_and_are_filled_now_and_then()
    {
        var environment = new OrderBookEnvironment(Quoting with { Decisions = 60 });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(3, observation);
        int withBoth = 0;
        for (int step = 0; step < 60; step++)
        {
            environment.Step([-0.9f, -0.9f], observation);
            withBoth += observation[9] > 0 && observation[10] > 0 ? 1 : 0;
            Assert.InRange(environment.Learner!.Portfolio.Inventory, -200, 200);
        }

        Assert.InRange(withBoth, 5, 60);
        Assert.True(environment.Learner!.Portfolio.Fills > 0);
    }

    [Fact]
    public void Market_reacts_to_the_learner()
    {
        var passive = new OrderBookEnvironment(Short);
        var active = new OrderBookEnvironment(Short);
        float[] observation = new float[passive.ObservationSpace.Size];
        passive.Reset(4, observation);
        active.Reset(4, observation);
        Assert.Equal(passive.Market!.Snapshot!.MidTicks, active.Market!.Snapshot!.MidTicks);
        passive.Step([0], observation);
        active.Step([1], observation);

        Assert.NotEqual(passive.Market.Venue.Counters.VolumeLots, active.Market.Venue.Counters.VolumeLots);
        Assert.Equal(0, passive.Learner!.OrdersSent);
    }

    [Fact]
    public void Liquidation_ends_flat_and_terminates()
    {
        var environment = new OrderBookEnvironment(Short with { Decisions = 3, End = EpisodeEnd.Liquidate });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(5, observation);
        environment.Step([0.1f], observation);
        environment.Step([0.1f], observation);
        Assert.Equal(20, environment.Learner!.Portfolio.Inventory);
        StepResult last = environment.Step([0.1f], observation);

        Assert.True(last is { Terminated: true, Truncated: false });
        Assert.Equal(0, environment.Learner.Portfolio.Inventory);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Checker_finds_nothing(bool quotes) => Assert.Empty(EnvironmentChecker.Check(
        () => new OrderBookEnvironment(quotes ? Quoting : Short with { Positions = PositionActions.Trades([0.05, 0.2]) }),
        new EnvironmentCheckOptions { Episodes = 3 }));

    [Fact]
    public void Book_follows_the_other_elements_and_the_checker_finds_nothing()
    {
        OrderBookSettings reading = Short with { Book = new BookView(Levels: 7, Snapshots: 3) };
        var plain = new OrderBookEnvironment(Short);
        var environment = new OrderBookEnvironment(reading);
        float[] flat = new float[plain.ObservationSpace.Size];
        float[] observation = new float[environment.ObservationSpace.Size];
        Assert.Equal(flat.Length + (7 * 3 * 4), observation.Length);
        plain.Reset(8, flat);
        environment.Reset(8, observation);
        for (int step = 0; step < 4; step++)
        {
            plain.Step([0.2f], flat);
            environment.Step([0.2f], observation);
            Assert.Equal(flat, observation[..flat.Length]);
            int newest = flat.Length + (7 * 2 * 4);
            BookLevel ask = environment.Market!.Snapshot!.Asks[0];
            Assert.Equal((float)((ask.Price.Ticks - environment.Market.Snapshot.MidTicks) / 10), observation[newest]);
            Assert.InRange(observation[newest + 2], -10, 0);
        }

        Assert.Empty(EnvironmentChecker.Check(() => new OrderBookEnvironment(reading), new EnvironmentCheckOptions { Episodes = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrderBookEnvironment(Short with { Book = new BookView(51, 1) }));
    }

    [Fact]
    public void Unknown_strategy_is_refused_by_name()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() =>
            new OrderBookEnvironment(new OrderBookSettings { Population = [OrderBookAgents.SmallCrowd[0] with { Strategy = "nois" }] }));

        Assert.Contains("noise", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decisions_between_ticks_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrderBookEnvironment(Short with { DecisionNanoseconds = 1_500_000_000 }));
}
