using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Policies;

/// <summary>Rows of one inference, in and out. Reused: grows, never shrinks. A row's results depend on that row only.</summary>
/// <param name="observationSize">Floats per observation.</param>
/// <param name="actionSize">Floats per action.</param>
/// <param name="stateSize">Floats of recurrent state per row; 0 for a policy without memory.</param>
public sealed class PolicyBatch(int observationSize, int actionSize, int stateSize)
{
    private float[] _observations = [];
    private float[] _states = [];
    private float[] _actions = [];
    private float[] _logProbabilities = [];
    private float[] _values = [];
    private RandomStream[] _random = [];

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>In: shape [rows, observation size], not normalised.</summary>
    public Span<float> Observations => _observations.AsSpan(0, Rows * observationSize);

    /// <summary>Input and output: recurrent states, shape [rows, state size]; all zero at the start of an episode.</summary>
    public Span<float> States => _states.AsSpan(0, Rows * stateSize);

    /// <summary>Input and output: each row's own random stream.</summary>
    public Span<RandomStream> Random => _random.AsSpan(0, Rows);

    /// <summary>Out: shape [rows, action size], as drawn. An actor-critic policy's continuous action is not clipped to its space yet.</summary>
    public Span<float> Actions => _actions.AsSpan(0, Rows * actionSize);

    /// <summary>Out: shape [rows]; logarithm of the density or probability of the action.</summary>
    public Span<float> LogProbabilities => _logProbabilities.AsSpan(0, Rows);

    /// <summary>Out: shape [rows]; value of the observation; 0 for a policy without a value head.</summary>
    public Span<float> Values => _values.AsSpan(0, Rows);

    /// <summary>Makes room; contents are undefined afterwards.</summary>
    public void Resize(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (rows > _random.Length)
        {
            int capacity = Math.Max(rows, _random.Length * 2);
            _observations = new float[capacity * observationSize];
            _states = new float[capacity * stateSize];
            _actions = new float[capacity * actionSize];
            _logProbabilities = new float[capacity];
            _values = new float[capacity];
            _random = new RandomStream[capacity];
        }

        Rows = rows;
    }

    /// <summary>Observation of a row.</summary>
    public Span<float> Observation(int row) => _observations.AsSpan(row * observationSize, observationSize);

    /// <summary>Recurrent state of a row.</summary>
    public Span<float> State(int row) => _states.AsSpan(row * stateSize, stateSize);

    /// <summary>Action of a row.</summary>
    public Span<float> Action(int row) => _actions.AsSpan(row * actionSize, actionSize);
}
