using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Environments.Tests.Regimes;

/// <summary>The options by regime, one entry for each slow bar: the option that acts in its middle.</summary>
internal sealed class OptionsByRegime
{
    private const int Permutations = 1_000;
    private readonly int[] _options;
    private readonly int[] _regimes;
    private readonly int _optionCount;

    private OptionsByRegime(int[] options, int[] regimes, int optionCount)
    {
        (_options, _regimes, _optionCount) = (options, regimes, optionCount);
    }

    /// <summary>Mutual information of option and regime over the entropy of the regime, 0 to 1.</summary>
    public double Information => InformationOf(_options);

    /// <summary>Runs episodes with the most probable choices and actions.</summary>
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

    /// <summary>Share of permutations of the options with at least as much information, the observed order included: a p-value.</summary>
    public double PermutationP(ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Resampling, 0, 0);
        double observed = Information;
        int[] permuted = [.. _options];
        int atLeastAsHigh = 1;
        for (int i = 0; i < Permutations; i++)
        {
            for (int j = permuted.Length - 1; j > 0; j--)
            {
                int other = random.NextInt32(j + 1);
                (permuted[j], permuted[other]) = (permuted[other], permuted[j]);
            }

            atLeastAsHigh += InformationOf(permuted) >= observed ? 1 : 0;
        }

        return atLeastAsHigh / (Permutations + 1.0);
    }

    private double InformationOf(int[] options)
    {
        long[] counts = new long[RegimeMarketSettings.Regimes * _optionCount];
        long[] byRegime = new long[RegimeMarketSettings.Regimes];
        for (int i = 0; i < options.Length; i++)
        {
            counts[(_regimes[i] * _optionCount) + options[i]]++;
            byRegime[_regimes[i]]++;
        }

        double entropy = MutualInformation.Entropy(byRegime);
        return entropy > 0 ? MutualInformation.Of(counts, _optionCount) / entropy : 0;
    }
}
