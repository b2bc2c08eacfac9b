namespace MarketSim.Learning.Training;

/// <summary>What a policy reached in a number of episodes.</summary>
/// <param name="Returns">Sum of the rewards of each episode.</param>
/// <param name="Lengths">Steps of each episode.</param>
public sealed record EvaluationResult(IReadOnlyList<double> Returns, IReadOnlyList<long> Lengths)
{
    public double MeanReturn => Returns.Average();

    public double MeanLength => Lengths.Average();

    /// <summary>Of the returns, divided by their number.</summary>
    public double StandardDeviation
    {
        get
        {
            double mean = MeanReturn;
            return Math.Sqrt(Returns.Sum(value => (value - mean) * (value - mean)) / Returns.Count);
        }
    }
}
