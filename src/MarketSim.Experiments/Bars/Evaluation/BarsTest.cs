using MarketSim.Environments.Bars;
using MarketSim.Learning.Environments;
using MarketSim.Market.Data;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Experiments.Bars.Evaluation;

/// <summary>Plays the test bars of a fold, each of them once.</summary>
internal static class BarsTest
{
    /// <summary>
    /// Each stretch between breaks in one episode where the market continues after one, otherwise in episodes as long as those of the training. The first bar of a
    /// session is passed without a position. Who is bankrupt does nothing for the rest of the fold.
    /// </summary>
    public static (double Reward, IReadOnlyList<BarsTestStep> Steps) Play(BarsTask task, int fold, IBarsTrader trader)
    {
        BarRange test = task.Folds[fold].Test;
        BarsEnvironment rules = task.Scenario.Environment;
        var steps = new List<BarsTestStep>(test.Count);
        double reward = 0;
        bool isBankrupt = false;
        int next = test.Start;
        foreach (BarRange stretch in task.StretchesOf(test))
        {
            int length = rules.Continues ? stretch.Count : Math.Min(rules.EpisodeBars, stretch.Count);
            Pass(task, next, stretch.Start, steps);
            next = stretch.Start;
            while (next < stretch.End && !isBankrupt)
            {
                var episode = new BarRange(next, Math.Min(next + length, stretch.End));
                isBankrupt = PlayEpisode(task, episode, trader, steps, ref reward);
                next = steps[^1].Bar + 1;
            }

            Pass(task, next, stretch.End, steps);
            next = stretch.End;
        }

        Pass(task, next, test.End, steps);
        return (reward, steps);
    }

    private static void Pass(BarsTask task, int start, int end, List<BarsTestStep> steps)
    {
        for (int bar = start; bar < end; bar++)
        {
            if (!task.IsBehindHole(bar))
            {
                steps.Add(new BarsTestStep(bar, 0, 0, 0, 0));
            }
        }
    }

    /// <returns>True if it ended in bankruptcy.</returns>
    private static bool PlayEpisode(BarsTask task, BarRange episode, IBarsTrader trader, List<BarsTestStep> steps, ref double reward)
    {
        TradingEnvironment environment = task.TestEnvironment(episode);
        var bars = (BarSeries)environment.Settings.Bars;
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(0, observation);
        trader.Begin();
        StepResult result;
        do
        {
            (double wealth, double turnover, double costs) = (environment.Wealth, environment.Turnover, environment.CostsPaid);
            result = trader.Step(environment, bars.Span[..(environment.CurrentBar + 1 - environment.Settings.ObservationDelayBars)], observation);
            reward += result.Reward;
            steps.Add(new BarsTestStep(
                episode.End - bars.Count + environment.CurrentBar,
                (environment.Wealth - wealth) / wealth,
                environment.Leverage,
                (environment.Turnover - turnover) / wealth,
                (environment.CostsPaid - costs) / wealth));
        }
        while (!result.IsLast);

        return result.Info is { } info && info["bankrupt"] > 0;
    }
}
