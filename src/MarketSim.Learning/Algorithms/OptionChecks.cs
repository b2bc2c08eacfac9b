using MarketSim.Learning.Gradients;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Algorithms;

/// <summary>Rules of settings that concern more than one of them, and of settings that no table declares.</summary>
internal static class OptionChecks
{
    /// <exception cref="ArgumentNullException">There is no value.</exception>
    public static void RequireValue(object? value, string name)
    {
        if (value is null)
        {
            throw new ArgumentNullException(name, $"{name} is missing; leave it out for its default.");
        }
    }

    /// <summary>Steps of a rollout of one environment.</summary>
    public const int MaxRows = 1 << 24;

    /// <summary>Units of one layer, and transitions of one batch.</summary>
    public const int MaxUnits = 1 << 16;

    public static void RequireCount(int value, string name, int maximum = int.MaxValue) => OptionRange.Count(1, maximum).Require(value, name);

    public static void RequireNonNegative(double value, string name) => OptionRange.NonNegative.Require(value, name);

    public static void RequireNoExtractor(FeatureExtractor? extractor, string name)
    {
        if (extractor is not null)
        {
            throw new ArgumentException($"{name} cannot be combined with the layers {extractor.Description}, which read the past from the observation; leave one of them out.", name);
        }
    }

    /// <summary>Noise that depends on the state is a function of the last hidden layer.</summary>
    public static void RequireLatents(bool isStateDependent, IReadOnlyList<int> hiddenSizes, string name)
    {
        if (isStateDependent && hiddenSizes.Count == 0)
        {
            throw new ArgumentException($"{name} is a function of the last hidden layer, and HiddenSizes names none; give the actor a hidden layer, or leave {name} out.", name);
        }
    }

    /// <param name="rows">Steps that are held at once.</param>
    /// <param name="width">Numbers of one of them: of an observation, an action or a layer.</param>
    /// <param name="name">The setting that decides the rows.</param>
    public static void RequireRoom(long rows, int width, string name, int value)
    {
        if (rows * width > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}: {rows} steps of {width} numbers are more than an array holds ({Array.MaxLength}). Make {name} smaller.");
        }
    }
}
