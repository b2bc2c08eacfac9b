using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Normalization;

/// <summary>
/// Scales rewards by the deviation of their running discounted sum, as Stable-Baselines3 does; their mean is left, so that no sign changes.
/// </summary>
public sealed class ReturnNormalizer
{
    private readonly double _discount;
    private readonly float[] _returns;

    /// <param name="environments">Number of environments whose rewards come in together, at least 1.</param>
    /// <param name="discount">0 to 1.</param>
    public ReturnNormalizer(int environments, double discount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(environments, 1);
        if (!(discount is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(discount), discount, "A discount is 0 to 1.");
        }

        _discount = discount;
        _returns = new float[environments];
    }

    /// <summary>Moments of the discounted return.</summary>
    public RunningStatistics Statistics { get; } = new(1);

    /// <summary>The factor that a reward is multiplied by.</summary>
    public double Scale => 1 / Math.Sqrt(Statistics.Variances[0] + 1e-8);

    /// <summary>Takes the rewards of one step in.</summary>
    /// <param name="rewards">Shape [environments], finite.</param>
    /// <param name="ended">Shape [environments]; whether the episode ended with that step.</param>
    public void Update(ReadOnlySpan<double> rewards, ReadOnlySpan<bool> ended)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rewards.Length, _returns.Length, nameof(rewards));
        ArgumentOutOfRangeException.ThrowIfNotEqual(ended.Length, _returns.Length, nameof(ended));
        for (int i = 0; i < _returns.Length; i++)
        {
            _returns[i] = (float)((_returns[i] * _discount) + rewards[i]);
        }

        Statistics.Update(_returns);
        for (int i = 0; i < _returns.Length; i++)
        {
            _returns[i] = ended[i] ? 0 : _returns[i];
        }
    }

    /// <summary>Restarts the sums, with the present statistics.</summary>
    public void ResetSums() => Array.Clear(_returns);

    /// <summary>A reward scaled and clipped.</summary>
    public double Normalize(double reward, double clip = 10) => Math.Clamp(reward * Scale, -clip, clip);

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(2);
        Statistics.Save(writer);
        StateArrays.Write(writer, _returns);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        Statistics.Restore(ref reader);
        StateArrays.Read(ref reader, _returns);
    }
}
