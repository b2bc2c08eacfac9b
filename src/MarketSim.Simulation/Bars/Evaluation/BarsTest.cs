using MarketSim.Environments.Bars;
using MarketSim.Learning.Environments;
using MarketSim.Market.Data;

namespace MarketSim.Simulation.Bars.Evaluation;

/// <summary>Plays the test bars of a fold, each of them once.</summary>
internal static class BarsTest
{
    /// <summary>
    /// In one episode where the market goes on after one, otherwise in episodes as long as those of the training. Who is bankrupt does nothing for the
    /// rest of the fold.
    /// </summary>
    public static (double Reward, IReadOnlyList<BarsTestStep> Steps) Play(BarsTask task, int fold, IBarsTrader trader)
    {
        BarRange test = task.Folds[fold].Test;
        BarsEnvironment rules = task.Scenario.Environment;
        int length = rules.GoesOn ? test.Count : Math.Min(rules.EpisodeBars, test.Count);
        var steps = new List<BarsTestStep>(test.Count);
        double reward = 0;
        bool isBankrupt = false;
        while (steps.Count < test.Count)
        {
            int start = test.Start + steps.Count;
            if (isBankrupt)
            {
                steps.Add(new BarsTestStep(start, 0, 0, 0, 0));
                continue;
            }

            var episode = new BarRange(start, Math.Min(start + length, test.End));
            isBankrupt = PlayEpisode(task, episode, trader, steps, ref reward);
        }

        return (reward, steps);
    }

    /// <returns>Whether it ended in bankruptcy.</returns>
    private static bool PlayEpisode(BarsTask task, BarRange episode, IBarsTrader trader, List<BarsTestStep> steps, ref double reward)
    {
        TradingEnvironment environment = task.TestEnvironment(episode);
        Bar[] bars = [.. environment.Settings.Bars];
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(0, observation);
        trader.Begin();
        StepResult result;
        do
        {
            (double wealth, double turnover, double costs) = (environment.Wealth, environment.Turnover, environment.CostsPaid);
            result = trader.Step(environment, bars.AsSpan(0, environment.CurrentBar + 1 - environment.Settings.ObservationDelayBars), observation);
            reward += result.Reward;
            steps.Add(new BarsTestStep(
                episode.End - bars.Length + environment.CurrentBar,
                (environment.Wealth - wealth) / wealth,
                environment.Leverage,
                (environment.Turnover - turnover) / wealth,
                (environment.CostsPaid - costs) / wealth));
        }
        while (!result.IsLast);

        return result.Info is { } info && info["bankrupt"] > 0;
    }
}
