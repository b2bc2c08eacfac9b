namespace MarketSim.Learning.Rollouts;

/// <summary>Transitions drawn from a <see cref="ReplayBuffer"/>.</summary>
internal sealed class ReplayBatch(int rows, int observationSize, int actionSize)
{
    private readonly float[] _observations = new float[rows * observationSize];
    private readonly float[] _nextObservations = new float[rows * observationSize];
    private readonly float[] _actions = new float[rows * actionSize];
    private readonly float[] _rewards = new float[rows];
    private readonly float[] _terminated = new float[rows];
    private readonly float[] _discounts = new float[rows];

    public int Rows => rows;

    /// <summary>Shape [rows, observation size].</summary>
    public Span<float> Observations => _observations;

    /// <summary>Shape [rows, observation size].</summary>
    public Span<float> NextObservations => _nextObservations;

    /// <summary>Shape [rows, action size].</summary>
    public Span<float> Actions => _actions;

    public Span<float> Rewards => _rewards;

    /// <summary>1 where nothing is to be had from the next state, else 0.</summary>
    public Span<float> Terminated => _terminated;

    /// <summary>Discounts of the next states; the same in all rows unless transitions may last several steps of the environment.</summary>
    public Span<float> Discounts => _discounts;

    public Span<float> Observation(int row) => _observations.AsSpan(row * observationSize, observationSize);

    public Span<float> NextObservation(int row) => _nextObservations.AsSpan(row * observationSize, observationSize);

    public Span<float> Action(int row) => _actions.AsSpan(row * actionSize, actionSize);
}
