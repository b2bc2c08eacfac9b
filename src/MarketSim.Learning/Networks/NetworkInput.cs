namespace MarketSim.Learning.Networks;

/// <summary>The rows of one pass through a network: independent ones, or packed sequences.</summary>
public readonly ref struct NetworkInput
{
    /// <summary>Independent rows.</summary>
    /// <param name="features">Shape [rows, input size].</param>
    public NetworkInput(ReadOnlySpan<float> features, int rows)
        : this(features, SequenceLayout.Independent(rows), [], [])
    {
    }

    /// <param name="features">Shape [steps, sequences, input size].</param>
    /// <param name="initialStates">Shape [sequences, state size]: recurrent state before each sequence; empty for zeros.</param>
    /// <param name="starts">Shape [steps, sequences]: true where a step begins an episode, so that its state before is zero; empty for nowhere.</param>
    public NetworkInput(ReadOnlySpan<float> features, SequenceLayout layout, ReadOnlySpan<float> initialStates, ReadOnlySpan<bool> starts)
    {
        Features = features;
        Layout = layout;
        InitialStates = initialStates;
        Starts = starts;
    }

    /// <summary>Shape [rows, feature size].</summary>
    public ReadOnlySpan<float> Features { get; }

    /// <summary>Steps and sequences of the rows.</summary>
    public SequenceLayout Layout { get; }

    /// <summary>States before the first step, shape [sequences, state size].</summary>
    public ReadOnlySpan<float> InitialStates { get; }

    /// <summary>True in rows that begin an episode.</summary>
    public ReadOnlySpan<bool> Starts { get; }

    /// <summary>Steps and sequences of the rows.</summary>
    public int Rows => Layout.Rows;
}
