using MarketSim.Numerics.Functions;

namespace MarketSim.Environments.MarketMaking;

/// <summary>
/// The exact optimum for exponential utility with bounded inventory (Guéant, Lehalle and Fernandez-Tapia 2013, Dealing with the inventory risk,
/// theorem 1): v' = alpha q² v_q - eta (v_(q-1) + v_(q+1)), v(T) = 1, with alpha = k gamma sigma² / 2 and
/// eta = A (1 + gamma / k)^-(1 + k / gamma). Its quotes are for continuous time; no quotes in steps are better.
/// </summary>
public sealed class MarketMakingSolution
{
    private readonly MarketMakingSettings _settings;

    // ln v by step and by inventory + limit.
    private readonly double[][] _logValuesByStep;

    /// <summary>Solves the problem of settings, which are checked.</summary>
    public MarketMakingSolution(MarketMakingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings.Checked();
        double gamma = settings.RiskAversion;
        double k = settings.Decay;
        NeutralDistance = Elementary.Log(1 + (gamma / k)) / gamma;
        int limit = settings.InventoryLimit;
        int size = (2 * limit) + 1;
        double alpha = k * gamma * settings.Volatility * settings.Volatility / 2;
        double eta = settings.Intensity * Elementary.Pow(1 + (gamma / k), -(1 + (k / gamma)));
        var generator = new SquareMatrix(size);
        for (int i = 0; i < size; i++)
        {
            generator[i, i] = -alpha * (i - limit) * (i - limit);
            if (i > 0)
            {
                generator[i, i - 1] = eta;
                generator[i - 1, i] = eta;
            }
        }

        // Backwards from v(T) = 1 in halves of steps: the quotes of a step are those of its middle.
        SquareMatrix half = generator.Exponential(settings.StepDuration / 2);
        double[] values = new double[size];
        Array.Fill(values, 1);
        _logValuesByStep = new double[settings.Steps][];
        for (int step = settings.Steps - 1; step >= 0; step--)
        {
            double[] middle = half.Times(values);
            _logValuesByStep[step] = [.. middle.Select(Elementary.Log)];
            values = half.Times(middle);
        }

        CertaintyEquivalent = Elementary.Log(values[limit]) / k;
    }

    /// <summary>Distance that a maker without inventory risk would quote at, ln(1 + gamma / k) / gamma.</summary>
    public double NeutralDistance { get; }

    /// <summary>The certainty equivalent of an episode under the optimum, from a flat position, in price times quantity.</summary>
    public double CertaintyEquivalent { get; }

    /// <summary>The optimal quotes of a step.</summary>
    /// <param name="inventory">Within the bounds; the distance on the side of a quote that is not shown is positive infinity.</param>
    public QuoteDistances Quotes(int step, int inventory)
    {
        int limit = _settings.InventoryLimit;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(inventory), limit, nameof(inventory));
        double[] logValues = _logValuesByStep[step];
        int at = inventory + limit;
        double bid = inventory < limit ? ((logValues[at] - logValues[at + 1]) / _settings.Decay) + NeutralDistance : double.PositiveInfinity;
        double ask = inventory > -limit ? ((logValues[at] - logValues[at - 1]) / _settings.Decay) + NeutralDistance : double.PositiveInfinity;
        return new QuoteDistances(bid, ask);
    }
}
