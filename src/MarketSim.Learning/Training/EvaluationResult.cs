using System.Globalization;

namespace MarketSim.Learning.Training;

/// <summary>The returns of a policy in a number of episodes.</summary>
/// <param name="Returns">Sum of the rewards of each episode.</param>
/// <param name="Lengths">Steps of each episode.</param>
public sealed record EvaluationResult(IReadOnlyList<double> Returns, IReadOnlyList<long> Lengths)
{
    /// <summary>Mean of the returns.</summary>
    public double MeanReturn => Returns.Average();

    /// <summary>Mean number of steps.</summary>
    public double MeanLength => Lengths.Average();

    /// <summary>Population standard deviation of the returns.</summary>
    public double StandardDeviation
    {
        get
        {
            double mean = MeanReturn;
            return Math.Sqrt(Returns.Sum(value => (value - mean) * (value - mean)) / Returns.Count);
        }
    }

    /// <summary>A summary, for example <c>return 12.5 ± 1.25 (mean and deviation of 20 episodes, 8 to 15), 240 steps each</c>.</summary>
    public override string ToString() => Returns.Count == 0
        ? "no episode"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"return {MeanReturn:0.####} ± {StandardDeviation:0.####} (mean and deviation of {Returns.Count} episode{(Returns.Count == 1 ? string.Empty : "s")}, {Returns.Min():0.####} to {Returns.Max():0.####}), {MeanLength:0.#} steps each");
}
