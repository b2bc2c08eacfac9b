using MarketSim.Experiments.Bars.Evaluation;

namespace MarketSim.Reporting.Bars;

/// <summary>The results of one evaluated policy with one seed on all test bars, fold after fold, in blocks of bars.</summary>
internal sealed class TestSeries
{
    private readonly BlockMoments[] _blocks;

    /// <param name="folds">Of one policy and seed, in order.</param>
    /// <param name="blockBars">Bars of a block, roughly: each fold is cut into blocks of nearly equal length.</param>
    public TestSeries(IReadOnlyList<BarsTestPath> folds, int blockBars)
    {
        Steps = [.. folds.SelectMany(fold => fold.Steps)];
        Reward = folds.Average(fold => fold.Reward);
        _blocks = [.. folds.SelectMany(fold => Cut(fold.Steps, blockBars))];
    }

    public IReadOnlyList<BarsTestStep> Steps { get; }

    /// <summary>Mean over the folds of the sum of rewards.</summary>
    public double Reward { get; }

    /// <summary>Mean return of each block's bars.</summary>
    public IReadOnlyList<double> BlockMeans => [.. _blocks.Select(block => block.Sum / block.Count)];

    /// <summary>Wealth before the first bar and after each, compounded over the folds; begins with 1 and stays at 0 once it is there.</summary>
    public IReadOnlyList<double> Equity()
    {
        double[] equity = new double[Steps.Count + 1];
        equity[0] = 1;
        for (int i = 0; i < Steps.Count; i++)
        {
            equity[i + 1] = Math.Max(0, equity[i] * (1 + Steps[i].Return));
        }

        return equity;
    }

    /// <summary>The largest fall of the equity, as a share of the high before it.</summary>
    public double Drawdown()
    {
        double high = 0;
        double drawdown = 0;
        foreach (double wealth in Equity())
        {
            high = Math.Max(high, wealth);
            drawdown = Math.Max(drawdown, 1 - (wealth / high));
        }

        return drawdown;
    }

    /// <summary>Standard deviation of the returns of a bar.</summary>
    public double Deviation() => MomentsOf(Enumerable.Range(0, _blocks.Length)).Deviation;

    /// <summary>Mean over deviation of the returns of a bar in some blocks; NaN where they never differ.</summary>
    public double Sharpe(IEnumerable<int> blocks)
    {
        BlockMoments moments = MomentsOf(blocks);
        double mean = moments.Sum / moments.Count;
        return moments.Deviation > 1e-12 * Math.Max(Math.Abs(mean), 1e-6) ? mean / moments.Deviation : double.NaN;
    }

    /// <summary>Sharpe ratio over the bars of all blocks.</summary>
    public double Sharpe() => Sharpe(Enumerable.Range(0, _blocks.Length));

    private BlockMoments MomentsOf(IEnumerable<int> blocks)
    {
        (int count, double sum, double squares) = (0, 0, 0);
        foreach (int block in blocks)
        {
            count += _blocks[block].Count;
            sum += _blocks[block].Sum;
            squares += _blocks[block].Squares;
        }

        return new BlockMoments(count, sum, squares);
    }

    private static IEnumerable<BlockMoments> Cut(IReadOnlyList<BarsTestStep> steps, int blockBars)
    {
        int blocks = Math.Max(1, (int)Math.Round((double)steps.Count / blockBars));
        for (int block = 0; block < blocks; block++)
        {
            int start = (int)((long)block * steps.Count / blocks);
            int end = (int)((long)(block + 1) * steps.Count / blocks);
            double[] returns = [.. steps.Skip(start).Take(end - start).Select(step => step.Return)];
            yield return new BlockMoments(returns.Length, returns.Sum(), returns.Sum(value => value * value));
        }
    }

    private readonly record struct BlockMoments(int Count, double Sum, double Squares)
    {
        public double Deviation => Count < 2 ? double.NaN : Math.Sqrt(Math.Max(0, Squares - (Sum * Sum / Count)) / (Count - 1));
    }
}
