namespace MarketSim.Learning.Hierarchical;

/// <summary>The steps of a rollout as a termination head learns from them. Reused: grows, never shrinks.</summary>
/// <param name="observationSize">Floats of an observation.</param>
internal sealed class OptionCriticSteps(int observationSize)
{
    private float[] _observations = [];
    private float[] _nextObservations = [];
    private float[] _rewards = [];
    private int[] _options = [];
    private bool[] _terminated = [];

    public int Count { get; private set; }

    public int ObservationSize => observationSize;

    public void Clear() => Count = 0;

    /// <param name="reward">Of the task.</param>
    /// <param name="terminated">True when no reward follows from the next observation.</param>
    public void Add(ReadOnlySpan<float> observation, ReadOnlySpan<float> nextObservation, int option, float reward, bool terminated)
    {
        if (Count == _options.Length)
        {
            int capacity = Math.Max(256, 2 * Count);
            Array.Resize(ref _observations, capacity * observationSize);
            Array.Resize(ref _nextObservations, capacity * observationSize);
            Array.Resize(ref _rewards, capacity);
            Array.Resize(ref _options, capacity);
            Array.Resize(ref _terminated, capacity);
        }

        observation.CopyTo(_observations.AsSpan(Count * observationSize));
        nextObservation.CopyTo(_nextObservations.AsSpan(Count * observationSize));
        _rewards[Count] = reward;
        _options[Count] = option;
        _terminated[Count++] = terminated;
    }

    public ReadOnlySpan<float> Observations(int start, int count) => _observations.AsSpan(start * observationSize, count * observationSize);

    public ReadOnlySpan<float> NextObservations(int start, int count) => _nextObservations.AsSpan(start * observationSize, count * observationSize);

    public float Reward(int step) => _rewards[step];

    public int Option(int step) => _options[step];

    public bool IsTerminated(int step) => _terminated[step];
}
