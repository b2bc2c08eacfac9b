using MarketSim.Environments.Tabular;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Tests.Tabular;

public sealed class TabularMarketTests
{
    private const int Short = -1;
    private const int Flat = 0;
    private const int Long = 1;

    /// <summary>Positions of one unit; the defaults of everything else: signals -2 to 2, costs 0.2 and 1, a reward of profit less cost less 0.3 risk.</summary>
    private static readonly TabularMarketSettings OneUnit = new() { MaximumPosition = 1 };

    [Fact]
    public void Features_are_those_of_the_trade_in_the_state()
    {
        var market = new TabularMarket(OneUnit);
        int state = market.StateOf([4, Index(Short), 1]);

        // At a signal of 2 and a cost of 1, from one unit short: turned round, closed, and held.
        Assert.Equal([2, 2, 1, 1, 1], market.Problem.Features(state, Index(Long)).ToArray());
        Assert.Equal([0, 1, 0, 0, 1], market.Problem.Features(state, Index(Flat)).ToArray());
        Assert.Equal([-2, 0, 1, -1, 0], market.Problem.Features(state, Index(Short)).ToArray());
    }

    [Fact]
    public void Step_pays_by_the_weights_and_holds_the_position_that_was_taken()
    {
        var market = new TabularMarket(OneUnit);
        float[] observation = new float[3];
        for (ulong seed = 1; seed <= 20; seed++)
        {
            market.Reset(seed, observation);
            Assert.Equal(Index(Flat), (int)observation[1]);
            double signal = OneUnit.Signals[(int)observation[0]];
            double cost = OneUnit.CostLevels[(int)observation[2]];

            Assert.Equal(signal - cost - 0.3, market.Step([Index(Long)], observation).Reward, 1e-12);
            Assert.Equal(Index(Long), (int)observation[1]);
            signal = OneUnit.Signals[(int)observation[0]];
            cost = OneUnit.CostLevels[(int)observation[2]];

            // Turned round: two units are traded.
            Assert.Equal(-signal - (2 * cost) - 0.3, market.Step([Index(Short)], observation).Reward, 1e-12);
        }
    }

    [Fact]
    public void Signal_moves_to_its_neighbours_and_at_an_end_to_the_only_one()
    {
        var market = new TabularMarket(OneUnit with { CostLevels = [0.5] });

        Assert.Equal([(1, 0.1), (2, 0.8), (3, 0.1)], SignalsAfter(market, 2));
        Assert.Equal([(0, 0.8), (1, 0.2)], SignalsAfter(market, 0));
        Assert.Equal([(3, 0.2), (4, 0.8)], SignalsAfter(market, 4));
    }

    [Fact]
    public void Cost_that_leaves_its_level_goes_to_any_other_alike()
    {
        var market = new TabularMarket(OneUnit with { CostLevels = [0.1, 0.2, 0.3], Signals = [-1, 1], SignalPersistence = 1 });

        Transition[] next = market.Problem.Transitions(market.StateOf([0, Index(Flat), 1]), Index(Long)).ToArray();

        Assert.Equal(
            [(market.StateOf([0, Index(Long), 0]), 0.05), (market.StateOf([0, Index(Long), 1]), 0.9), (market.StateOf([0, Index(Long), 2]), 0.05)],
            next.Select(static transition => (transition.State, Math.Round(transition.Probability, 9))));
    }

    [Fact]
    public void Episodes_follow_the_transitions_of_the_problem()
    {
        var market = new TabularMarket(OneUnit with { EpisodeSteps = 4_000 });
        float[] observation = new float[3];
        market.Reset(seed: 2, observation);
        int sameSignals = 0;
        int sameCosts = 0;
        for (int step = 0; step < 4_000; step++)
        {
            (float signal, float cost) = (observation[0], observation[2]);
            market.Step([Index(Flat)], observation);
            Assert.InRange(Math.Abs(observation[0] - signal), 0, 1);
            sameSignals += observation[0] == signal ? 1 : 0;
            sameCosts += observation[2] == cost ? 1 : 0;
        }

        // Four standard errors of 4,000 draws are 0.025 at 0.8 and 0.019 at 0.9.
        Assert.InRange(sameSignals / 4_000.0, 0.775, 0.825);
        Assert.InRange(sameCosts / 4_000.0, 0.881, 0.919);
    }

    [Fact]
    public void First_states_are_flat_at_any_signal_and_cost()
    {
        var market = new TabularMarket(OneUnit);

        double[] initial = [.. Enumerable.Range(0, market.Problem.States).Select(state => market.Problem.Initial[state])];

        Assert.Equal(10, initial.Count(static probability => probability > 0));
        Assert.All(initial.Where(static probability => probability > 0), static probability => Assert.Equal(0.1, probability, 1e-12));
        Assert.Equal(0.1, market.Problem.Initial[market.StateOf([3, Index(Flat), 1])], 1e-12);
    }

    [Fact]
    public void Checker_finds_nothing() => Assert.Empty(EnvironmentChecker.Check(static () => new TabularMarket(), new EnvironmentCheckOptions { Episodes = 3 }));

    [Fact]
    public void Restored_market_continues_to_the_bit_and_ends_at_the_same_step()
    {
        var saved = new TabularMarket();
        float[] observation = new float[3];
        saved.Reset(seed: 6, observation);
        for (int step = 0; step < 20; step++)
        {
            saved.Step([step % 5], observation);
        }

        var writer = new MessagePackWriter();
        saved.Save(writer);
        var restored = new TabularMarket();
        var reader = new MessagePackReader(writer.WrittenMemory.Span);
        restored.Restore(ref reader);
        float[] other = new float[3];
        for (int step = 20; step < 50; step++)
        {
            StepResult expected = saved.Step([step % 5], observation);
            Assert.Equal(expected, restored.Step([step % 5], other));
            Assert.Equal(observation, other);
            Assert.Equal(step == 49, expected.Truncated);
        }

        Assert.Throws<InvalidOperationException>(() => restored.Step([0], other));
    }

    [Fact]
    public void Settings_without_sense_are_refused()
    {
        Assert.Contains("profit, cost, risk, position, trade", Refused<ArgumentException>(OneUnit with { RewardWeights = [1, -1] }), StringComparison.Ordinal);
        Refused<ArgumentOutOfRangeException>(OneUnit with { Signals = [1] });
        Refused<ArgumentOutOfRangeException>(OneUnit with { SignalPersistence = 1.1 });
        Refused<ArgumentOutOfRangeException>(OneUnit with { MaximumPosition = 0 });
        Refused<ArgumentOutOfRangeException>(OneUnit with { CostLevels = [] });
        Refused<ArgumentOutOfRangeException>(OneUnit with { CostLevels = [0.2, -0.1] });
        Refused<ArgumentOutOfRangeException>(OneUnit with { Discount = 1 });
        Refused<ArgumentOutOfRangeException>(OneUnit with { EpisodeSteps = 0 });
    }

    private static string Refused<T>(TabularMarketSettings settings)
        where T : Exception => Assert.Throws<T>(() => new TabularMarket(settings)).Message;

    private static int Index(int position) => position + 1;

    private static IEnumerable<(int Signal, double Probability)> SignalsAfter(TabularMarket market, int signal)
    {
        // One cost level: states are three positions for each signal.
        Transition[] next = market.Problem.Transitions(market.StateOf([signal, Index(Flat), 0]), Index(Flat)).ToArray();
        return next.Select(static transition => (transition.State / 3, Math.Round(transition.Probability, 9))).Order();
    }
}
