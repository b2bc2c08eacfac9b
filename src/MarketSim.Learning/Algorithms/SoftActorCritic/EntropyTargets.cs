using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Functions;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>Entropies that the learned weight aims at, where none is given.</summary>
internal static class EntropyTargets
{
    /// <summary>Share of the largest entropy of discrete actions (Christodoulou 2019, arXiv:1910.07207).</summary>
    private const double DiscreteShare = 0.98;

    /// <summary>Minus the number of continuous actions; 0.98 of the largest entropy of discrete ones.</summary>
    public static double Of(Space actionSpace) => actionSpace switch
    {
        DiscreteSpace discrete => DiscreteShare * Elementary.Log(discrete.Count),
        MultiDiscreteSpace several => DiscreteShare * SumOfLogarithms(several.Counts),
        _ => -actionSpace.Size,
    };

    private static double SumOfLogarithms(ReadOnlySpan<int> counts)
    {
        double sum = 0;
        foreach (int count in counts)
        {
            sum += Elementary.Log(count);
        }

        return sum;
    }
}
