using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>Observations and rewards of one episode.</summary>
internal sealed class EpisodeTrace
{
    private readonly List<float> _observations = [];
    private readonly List<double> _rewards = [];

    /// <summary>Shape [steps + 1, observation size]; the last one is what the episode ended with.</summary>
    public IReadOnlyList<float> Observations => _observations;

    public IReadOnlyList<double> Rewards => _rewards;

    /// <summary>True when the episode terminated: the last observation has no value.</summary>
    public bool Terminated { get; private set; }

    public void Begin(ReadOnlySpan<float> observation)
    {
        _observations.Clear();
        _rewards.Clear();
        Terminated = false;
        _observations.AddRange(observation);
    }

    public void Add(double reward, ReadOnlySpan<float> observation, bool terminated)
    {
        _rewards.Add(reward);
        _observations.AddRange(observation);
        Terminated = terminated;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteArrayHeader(_observations.Count);
        foreach (float value in _observations)
        {
            writer.WriteSingle(value);
        }

        writer.WriteArrayHeader(_rewards.Count);
        foreach (double value in _rewards)
        {
            writer.WriteDouble(value);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        _observations.Clear();
        _rewards.Clear();
        Terminated = false;
        for (int left = reader.ReadArrayHeader(); left > 0; left--)
        {
            _observations.Add(reader.ReadSingle());
        }

        for (int left = reader.ReadArrayHeader(); left > 0; left--)
        {
            _rewards.Add(reader.ReadDouble());
        }
    }
}
