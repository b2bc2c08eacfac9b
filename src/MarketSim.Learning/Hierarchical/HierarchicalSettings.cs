using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Options;
using MarketSim.Learning.Hierarchical.Rewards;

namespace MarketSim.Learning.Hierarchical;

/// <summary>Settings of a hierarchy of one controller and several options.</summary>
public sealed record HierarchicalSettings
{
    internal const int MaxOptions = 64;

    /// <summary>Options that the controller picks from, 1 to 64.</summary>
    public int NumOptions { get; init; } = 3;

    /// <summary>Algorithm of the controller: PPO, A2C or SAC (with discrete actions).</summary>
    public string MetaModelType { get; init; } = "PPO";

    /// <summary>Algorithm of every option: PPO, A2C or SAC.</summary>
    public string OptionModelType { get; init; } = "PPO";

    /// <summary>Settings of the controller's algorithm by name; the others keep their defaults.</summary>
    public IReadOnlyDictionary<string, object> MetaParameters { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>Settings of the options' algorithm by name; the others keep their defaults.</summary>
    public IReadOnlyDictionary<string, object> OptionParameters { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>The condition that ends an option.</summary>
    public OptionTermination Termination { get; init; } = OptionTermination.Fixed;

    /// <summary>Steps that an option acts for where all act as long, and the most where a head ends them; at least 1.</summary>
    public int OptionLength { get; init; } = 8;

    /// <summary>Durations that the controller picks from where it does, in steps; each at least 1.</summary>
    public IReadOnlyList<int> Durations { get; init; } = OptionDurations.Default;

    /// <summary>Settings of the termination head, if there is one.</summary>
    public TerminationSettings Head { get; init; } = new();

    /// <summary>Reward of each option beside the task's own; empty for none, otherwise one for each option.</summary>
    public IReadOnlyList<OptionReward> OptionRewards { get; init; } = [];

    /// <summary>Elements of the observation that the controller sees; null for all.</summary>
    public IReadOnlyList<int>? MetaFeatures { get; init; }

    /// <summary>Elements of the observation that the options see; null for all.</summary>
    public IReadOnlyList<int>? OptionFeatures { get; init; }

    /// <summary>Choices are drawn uniformly, and no controller is trained: what a trained one is compared with.</summary>
    public bool MetaIsRandom { get; init; }

    /// <summary>Options act by their most probable action and are not trained: the controller learns over options that are given.</summary>
    public bool OptionsAreFrozen { get; init; }

    /// <summary>Seed of the controller's initial weights and of all randomness in its training; null derives it from the seed of the hierarchy.</summary>
    public ulong? MetaSeed { get; init; }

    /// <summary>Environment steps that figures of the options' use are taken over, at least 100.</summary>
    public int UsageWindow { get; init; } = 5_000;

    /// <exception cref="ArgumentException">A setting is not allowed.</exception>
    public HierarchicalSettings Checked()
    {
        RequireOptions(NumOptions, nameof(NumOptions));
        HierarchicalSettingsText.Table.Check(this);
        RequireDurations(Durations, nameof(Durations));
        TerminationSettings.Table.Check(Head);
        RequireRewards(OptionRewards, NumOptions, nameof(OptionRewards));
        return this;
    }

    private static void RequireOptions(int options, string name)
    {
        if (options is < 1 or > MaxOptions)
        {
            throw new ArgumentOutOfRangeException(name, options, $"{name} must be 1 to {MaxOptions}, e.g. 3: the controller picks one of them. One option learns as a flat agent does.");
        }
    }

    private static void RequireRewards(IReadOnlyList<OptionReward> rewards, int options, string name)
    {
        if (rewards.Count != 0 && rewards.Count != options)
        {
            throw new ArgumentException($"There are {rewards.Count} {name} for {options} options; give one for each (OptionReward.None for one with the task's alone), or none at all.", name);
        }
    }

    private static void RequireDurations(IReadOnlyList<int> durations, string name)
    {
        if (durations.Count == 0 || durations.Any(static duration => duration is < 1 or > OptionChecks.MaxRows) || durations.Distinct().Count() < durations.Count)
        {
            throw new ArgumentException(
                $"{name} is [{string.Join(", ", durations)}]; it must name at least one duration of 1 to {OptionChecks.MaxRows} steps, and none twice, e.g. 1, 2, 4, 8.", name);
        }
    }
}

/// <summary>Settings of a termination head and of the critic that it learns by.</summary>
public sealed record TerminationSettings
{
    /// <summary>Step of its optimiser, 0 or more.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Units of the hidden layers of the head and of its critic, each with its own.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [32];

    /// <summary>
    /// Cost of ending an option, in rewards (Harb et al. 2018, arXiv:1709.04571): without one, options learn to end at every step. 0 or more.
    /// </summary>
    public double DeliberationCost { get; init; } = 0.01;

    /// <summary>Steps of a minibatch, at least 1.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Gradients of a larger norm are scaled down to it.</summary>
    public double MaximumGradientNorm { get; init; } = 0.5;

    /// <summary>The declarations of its settings.</summary>
    internal static OptionTable<TerminationSettings> Table { get; } = new(
        "Termination head",
        [
            Option.Number<TerminationSettings>("learningRate", "Step of the optimiser of the termination head.", OptionRange.NonNegative, static o => o.LearningRate, static (o, value) => o with { LearningRate = value }),
            Option.Sizes<TerminationSettings>("hiddenSizes", "Units of the hidden layers of the head and of its critic, each with its own.", OptionRange.Count(maximum: OptionChecks.MaxUnits), static o => o.HiddenSizes, static (o, value) => o with { HiddenSizes = value }) with { IsFixed = true },
            Option.Number<TerminationSettings>("deliberationCost", "Cost of ending an option, in rewards.", OptionRange.NonNegative, static o => o.DeliberationCost, static (o, value) => o with { DeliberationCost = value }),
            Option.Count<TerminationSettings>("batchSize", "Steps of a minibatch of the head.", OptionRange.Count(maximum: OptionChecks.MaxUnits), static o => o.BatchSize, static (o, value) => o with { BatchSize = value }),
            Option.Number<TerminationSettings>("maximumGradientNorm", "Gradients of a larger norm are scaled down to it.", OptionRange.Limit, static o => o.MaximumGradientNorm, static (o, value) => o with { MaximumGradientNorm = value }),
        ]);
}
