using System.Globalization;

namespace MarketSim.Learning.Hierarchical.Rewards;

/// <summary>
/// Reward of one option: the task's own, always, and beside it something that sets the option apart from the others (intrinsic reward). The controller is
/// rewarded by the task alone.
/// </summary>
public sealed class OptionReward
{
    private readonly OptionRewardFunction? _function;

    private OptionReward(string name, double weight, OptionRewardFunction? function, bool isNamed)
    {
        if (!double.IsFinite(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight of an option's reward must be a finite number, e.g. 0.1; 0 leaves the task's reward alone.");
        }

        Name = name;
        Weight = weight;
        _function = function;
        NeedsSignals = isNamed && function is not null;
    }

    /// <summary>The task's reward alone.</summary>
    public static OptionReward None { get; } = new("none", 0, null, isNamed: true);

    /// <summary>Names of the rewards that come with the library.</summary>
    public static IReadOnlyList<string> Names { get; } = ["none", "trend", "reversion", "inventory", "execution"];

    /// <summary>Its name in settings.</summary>
    public string Name { get; }

    /// <summary>The factor that it is multiplied by before it is added to the task's.</summary>
    public double Weight { get; }

    /// <summary>True when it is computed from <see cref="StepSignals"/>, which the environment must provide.</summary>
    public bool NeedsSignals { get; }

    /// <summary>True when there is a reward beside the task's.</summary>
    public bool IsIntrinsic => _function is not null && Weight != 0;

    /// <summary>True for a function of the user's own, which a saved model does not contain.</summary>
    public bool IsDelegate => _function is not null && !NeedsSignals;

    /// <summary>A reward that comes with the library: <c>trend</c> (a position with the mean of past moves), <c>reversion</c> (a position against what
    /// prices have moved), <c>inventory</c> (a small position) or <c>execution</c> (an order carried out).</summary>
    /// <exception cref="ArgumentException">There is no such reward.</exception>
    public static OptionReward Named(string name, double weight = 0.1) => name switch
    {
        "none" => None,
        "trend" => new OptionReward(name, weight, Trend, isNamed: true),
        "reversion" => new OptionReward(name, weight, Reversion, isNamed: true),
        "inventory" => new OptionReward(name, weight, Inventory, isNamed: true),
        "execution" => new OptionReward(name, weight, Execution, isNamed: true),
        _ => throw new ArgumentException($"There is no option reward '{name}'; there are {string.Join(", ", Names)}, and OptionReward.Of for a function of your own.", nameof(name)),
    };

    /// <summary>A reward of the user's own.</summary>
    /// <param name="name">For messages and saved models, which must be loaded with a reward of the same name.</param>
    public static OptionReward Of(string name, OptionRewardFunction function, double weight = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(function);
        return Names.Contains(name, StringComparer.Ordinal)
            ? throw new ArgumentException($"'{name}' is the name of a reward that comes with the library; give yours another.", nameof(name))
            : new OptionReward(name, weight, function, isNamed: false);
    }

    /// <summary>The option's reward: the task's reward, and the added ones.</summary>
    /// <exception cref="ArgumentException">The function gave no finite number.</exception>
    public double Of(in OptionStep step)
    {
        if (_function is null || Weight == 0)
        {
            return step.TaskReward;
        }

        double added = _function(step);
        if (!double.IsFinite(added))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The reward '{Name}' of option {step.Option} is {added}; it must be a finite number. Check what computes it, e.g. for a division by zero."), nameof(step));
        }

        return step.TaskReward + (Weight * added);
    }

    private static double Trend(in OptionStep step) => step.Signals.Position * Math.Clamp(step.Memory.Trend, -1, 1);

    private static double Reversion(in OptionStep step) => -step.Signals.Position * Math.Clamp(step.Memory.Deviation, -1, 1);

    private static double Inventory(in OptionStep step) => -step.Signals.Position * step.Signals.Position;

    private static double Execution(in OptionStep step) => step.Memory.HasRemaining ? step.Memory.Remaining - step.Signals.Remaining : 0;
}
