namespace MarketSim.Learning.Rollouts;

/// <summary>Powers of a discount: what follows an option that lasted k steps is discounted by gamma^k (Sutton, Precup and Singh 1999, section 3).</summary>
/// <param name="gamma">Discount per step, 0 to 1.</param>
internal sealed class SemiMarkovDiscounts(double gamma)
{
    private readonly List<double> _powers = [1];
    private double[] _discounts = [];

    /// <summary>gamma^steps, multiplied up step by step, so that the first power is gamma itself.</summary>
    public double Of(int steps)
    {
        while (_powers.Count <= steps)
        {
            _powers.Add(_powers[^1] * gamma);
        }

        return _powers[steps];
    }

    /// <returns>Shape [durations]; valid until the next call.</returns>
    public ReadOnlySpan<double> Of(ReadOnlySpan<int> durations)
    {
        if (_discounts.Length < durations.Length)
        {
            _discounts = new double[durations.Length];
        }

        for (int i = 0; i < durations.Length; i++)
        {
            _discounts[i] = Of(durations[i]);
        }

        return _discounts.AsSpan(0, durations.Length);
    }
}
