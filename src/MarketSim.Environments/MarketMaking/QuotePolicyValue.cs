using MarketSim.Numerics.Functions;

namespace MarketSim.Environments.MarketMaking;

/// <summary>
/// The certainty equivalent of quotes that depend on step and inventory, without simulation: E exp(-gamma W) follows a linear equation within each step, in
/// which the quotes are constant.
/// </summary>
public static class QuotePolicyValue
{
    /// <summary>The certainty equivalent of an episode, from a flat position.</summary>
    /// <param name="quotes">Distances by step and by inventory at its beginning.</param>
    /// <returns>In price times quantity.</returns>
    public static double CertaintyEquivalent(MarketMakingSettings settings, Func<int, int, QuoteDistances> quotes)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(quotes);
        settings.Checked();
        int limit = settings.InventoryLimit;
        int size = (2 * limit) + 1;
        var transitions = new Dictionary<QuoteDistances, SquareMatrix>();

        // E exp(-gamma W) by inventory, backwards from 1 at the end.
        double[] values = new double[size];
        Array.Fill(values, 1);
        for (int step = settings.Steps - 1; step >= 0; step--)
        {
            double[] before = new double[size];
            for (int i = 0; i < size; i++)
            {
                QuoteDistances distances = quotes(step, i - limit);
                if (!transitions.TryGetValue(distances, out SquareMatrix? transition))
                {
                    transition = Generator(settings, distances).Exponential(settings.StepDuration);
                    transitions.Add(distances, transition);
                }

                before[i] = transition.RowTimes(i, values);
            }

            values = before;
        }

        return -Elementary.Log(values[limit]) / settings.RiskAversion;
    }

    /// <summary>The best of the symmetric quotes that never change, to a thousandth of 1/k.</summary>
    public static (double Distance, double CertaintyEquivalent) BestConstant(MarketMakingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (double Distance, double Value) best = (0, double.NegativeInfinity);

        // A grid of 17 distances around the best one so far, which narrows by a factor of 4 each time; widths in units of 1/k.
        double centre = 2 / settings.Decay;
        for (double width = 2; width > 0.0005; width /= 4)
        {
            double around = centre;
            for (int i = -8; i <= 8; i++)
            {
                double distance = around + (i * width / 8 / settings.Decay);
                double value = CertaintyEquivalent(settings, (_, _) => new QuoteDistances(distance, distance));
                if (value > best.Value)
                {
                    best = (distance, value);
                    centre = distance;
                }
            }
        }

        return best;
    }

    // The generator of the linear equation over inventories: risk on the diagonal, fills to the neighbours.
    private static SquareMatrix Generator(MarketMakingSettings settings, QuoteDistances distances)
    {
        double gamma = settings.RiskAversion;
        int limit = settings.InventoryLimit;
        double bidRate = settings.Intensity * Elementary.Exp(-settings.Decay * distances.Bid);
        double askRate = settings.Intensity * Elementary.Exp(-settings.Decay * distances.Ask);
        var generator = new SquareMatrix((2 * limit) + 1);
        for (int i = 0; i < generator.Size; i++)
        {
            double risk = gamma * settings.Volatility * (i - limit);
            generator[i, i] = risk * risk / 2;
            if (i + 1 < generator.Size && bidRate > 0)
            {
                generator[i, i] -= bidRate;
                generator[i, i + 1] = bidRate * Elementary.Exp(-gamma * distances.Bid);
            }

            if (i > 0 && askRate > 0)
            {
                generator[i, i] -= askRate;
                generator[i, i - 1] = askRate * Elementary.Exp(-gamma * distances.Ask);
            }
        }

        return generator;
    }
}
