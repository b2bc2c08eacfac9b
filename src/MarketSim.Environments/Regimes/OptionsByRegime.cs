using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Environments.Regimes;

/// <summary>Which option acted in which regime, one entry for each slow bar: the one that acts in its middle.</summary>
public sealed class OptionsByRegime
{
    private const int Regimes = 3;
    private const int Permutations = 1_000;
    private readonly int[] _options;
    private readonly int[] _regimes;
    private readonly int _count;

    private OptionsByRegime(int[] options, int[] regimes, int count)
    {
        (_options, _regimes, _count) = (options, regimes, count);
    }

    /// <summary>Mutual information of option and regime over the entropy of the regime, 0 to 1.</summary>
    public double Information => InformationOf(_options);

    /// <summary>Plays episodes with the most probable choices and actions.</summary>
    public static OptionsByRegime Of(HierarchicalPolicy policy, RegimeMarketSettings settings, int episodes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(settings);
        var environment = new RegimeMarketEnvironment(settings);
        var batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        batch.Resize(1);
        var options = new List<int>();
        var regimes = new List<int>();
        for (int episode = 0; episode < episodes; episode++)
        {
            batch.Random[0] = new RandomStream(seed, RandomPurpose.ActionSampling, 0, episode);
            batch.States.Clear();
            environment.Reset(seed + (ulong)episode, batch.Observation(0));
            bool isOver = false;
            for (int step = 0; !isOver; step++)
            {
                policy.Act(batch, deterministic: true);
                if (step % settings.BarSteps == settings.BarSteps / 2)
                {
                    options.Add(HierarchicalPolicy.OptionOf(batch.State(0)));
                    regimes.Add((int)environment.Regime);
                }

                isOver = environment.Step(batch.Action(0), batch.Observation(0)).IsLast;
            }
        }

        return new OptionsByRegime([.. options], [.. regimes], options.Max() + 1);
    }

    /// <summary>Share of permutations of the options that hold at least as much information, the one that was seen counted in.</summary>
    public double PermutationP(ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Resampling, 0, 0);
        double seen = Information;
        int[] permuted = [.. _options];
        int asGood = 1;
        for (int i = 0; i < Permutations; i++)
        {
            for (int j = permuted.Length - 1; j > 0; j--)
            {
                int other = random.NextInt32(j + 1);
                (permuted[j], permuted[other]) = (permuted[other], permuted[j]);
            }

            asGood += InformationOf(permuted) >= seen ? 1 : 0;
        }

        return asGood / (Permutations + 1.0);
    }

    private double InformationOf(int[] options)
    {
        long[] counts = new long[Regimes * _count];
        long[] byRegime = new long[Regimes];
        for (int i = 0; i < options.Length; i++)
        {
            counts[(_regimes[i] * _count) + options[i]]++;
            byRegime[_regimes[i]]++;
        }

        double entropy = MutualInformation.Entropy(byRegime);
        return entropy > 0 ? MutualInformation.Of(counts, _count) / entropy : 0;
    }
}
