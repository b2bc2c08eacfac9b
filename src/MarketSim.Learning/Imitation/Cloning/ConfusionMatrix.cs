using System.Globalization;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>Counts of a clone's actions by the expert's actions.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <param name="actions">Choices, at least 1.</param>
    public ConfusionMatrix(int actions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(actions, 1);
        Actions = actions;
        _counts = new long[actions * actions];
    }

    /// <summary>Number of actions.</summary>
    public int Actions { get; }

    /// <summary>Number of counted steps.</summary>
    public long Total => _counts.Sum();

    /// <summary>Steps at which the expert took the first action and the clone the second.</summary>
    public long this[int expert, int clone] => _counts[(expert * Actions) + clone];

    /// <summary>Counts steps in which the expert and the clone chose these actions.</summary>
    public void Add(int expert, int clone, long count = 1) => _counts[(expert * Actions) + clone] += count;

    /// <summary>Share of the steps at which both agree.</summary>
    public double Accuracy => Total == 0 ? double.NaN : Enumerable.Range(0, Actions).Sum(action => this[action, action]) / (double)Total;

    /// <summary>
    /// Mean over the actions of F1, the harmonic mean of precision and recall; an action that neither takes does not count. Rare actions count as much as frequent
    /// ones.
    /// </summary>
    public double MacroF1 => Mean(F1);

    /// <summary>Macro-F1 of the policy that always takes the expert's most frequent action: what a clone must beat.</summary>
    public double MajorityMacroF1
    {
        get
        {
            int most = Enumerable.Range(0, Actions).MaxBy(ExpertCount);
            return Mean(action => ExpertCount(action) == 0 && action != most ? double.NaN : action == most ? 2.0 * ExpertCount(most) / (Total + ExpertCount(most)) : 0);
        }
    }

    /// <summary>Steps at which the expert took the action.</summary>
    public long ExpertCount(int action) => Enumerable.Range(0, Actions).Sum(clone => this[action, clone]);

    /// <summary>Steps at which the clone took the action.</summary>
    public long CloneCount(int action) => Enumerable.Range(0, Actions).Sum(expert => this[expert, action]);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"macro-F1 {MacroF1:0.000} (majority {MajorityMacroF1:0.000}), accuracy {Accuracy:0.000} over {Total} steps");

    private double F1(int action)
    {
        long taken = ExpertCount(action) + CloneCount(action);
        return taken == 0 ? double.NaN : 2.0 * this[action, action] / taken;
    }

    private double Mean(Func<int, double> figure)
    {
        double[] known = [.. Enumerable.Range(0, Actions).Select(figure).Where(static value => !double.IsNaN(value))];
        return known.Length == 0 ? double.NaN : known.Average();
    }
}
