using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>The steps of demonstrations as a clone takes them: encoded observations and actions, episode after episode.</summary>
internal sealed class CloningData(ActorCriticPolicy policy)
{
    private readonly List<Demonstration> _demonstrations = [];
    private readonly List<EpisodeSpan> _episodes = [];
    private float[] _features = [];
    private float[] _actions = [];

    public IReadOnlyList<Demonstration> Demonstrations => _demonstrations;

    public IReadOnlyList<EpisodeSpan> Episodes => _episodes;

    public int Steps { get; private set; }

    public int FeatureSize => policy.Encoder.FeatureSize;

    public int ActionSize => policy.ActionSpace.Size;

    /// <summary>Shape [steps, feature size].</summary>
    public ReadOnlySpan<float> Features => _features.AsSpan(0, Steps * FeatureSize);

    /// <summary>Shape [steps, action size].</summary>
    public ReadOnlySpan<float> Actions => _actions.AsSpan(0, Steps * ActionSize);

    public void Add(Demonstration demonstration)
    {
        _demonstrations.Add(demonstration);
        _episodes.Add(new EpisodeSpan(Steps, demonstration.Length));
        Append(demonstration);
    }

    public void Clear()
    {
        _demonstrations.Clear();
        _episodes.Clear();
        Steps = 0;
    }

    /// <summary>Encodes all again: the statistics of observations have changed.</summary>
    public void Encode()
    {
        Steps = 0;
        foreach (Demonstration demonstration in _demonstrations)
        {
            Append(demonstration);
        }
    }

    private void Append(Demonstration demonstration)
    {
        int steps = Steps + demonstration.Length;
        Reserve(ref _features, steps * FeatureSize);
        Reserve(ref _actions, steps * ActionSize);
        policy.Encoder.Encode(policy.Weights, demonstration.Observations, _features.AsSpan(Steps * FeatureSize, demonstration.Length * FeatureSize));
        demonstration.Actions.CopyTo(_actions.AsSpan(Steps * ActionSize));
        Steps = steps;
    }

    private static void Reserve(ref float[] values, int needed)
    {
        if (values.Length < needed)
        {
            Array.Resize(ref values, Math.Max(needed, values.Length * 2));
        }
    }
}

/// <summary>The range of the steps of an episode.</summary>
internal readonly record struct EpisodeSpan(int Start, int Length);
