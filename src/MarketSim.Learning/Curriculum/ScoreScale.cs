using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>Puts returns on one scale for all difficulties: 0 as a random policy, 1 as the reference policy, or 0 and 1 for failure and success.</summary>
internal sealed class ScoreScale
{
    private readonly double? _success;
    private readonly double[] _random;
    private readonly double[] _reference;

    /// <param name="success">Return that is a success; null for references.</param>
    public ScoreScale(int stages, double? success)
    {
        _success = success;
        _random = new double[success is null ? stages : 0];
        _reference = new double[_random.Length];
    }

    /// <summary>True until the scale of each stage is set.</summary>
    public bool NeedsReferences => _success is null;

    public void Set(int stage, double random, double reference)
    {
        _random[stage] = random;
        _reference[stage] = reference;
    }

    /// <param name="difficulty">0 to 1; in between stages the scale is linear.</param>
    public double Of(double difficulty, double episodeReturn)
    {
        if (_success is { } success)
        {
            return episodeReturn > success ? 1 : 0;
        }

        double random = At(_random, difficulty);
        return (episodeReturn - random) / (At(_reference, difficulty) - random);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2 * _random.Length);
        for (int stage = 0; stage < _random.Length; stage++)
        {
            writer.WriteDouble(_random[stage]);
            writer.WriteDouble(_reference[stage]);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2 * _random.Length);
        for (int stage = 0; stage < _random.Length; stage++)
        {
            Set(stage, reader.ReadDouble(), reader.ReadDouble());
        }
    }

    private static double At(double[] values, double difficulty)
    {
        if (values.Length == 1)
        {
            return values[0];
        }

        double place = difficulty * (values.Length - 1);
        int below = Math.Min((int)place, values.Length - 2);
        return values[below] + ((place - below) * (values[below + 1] - values[below]));
    }
}
