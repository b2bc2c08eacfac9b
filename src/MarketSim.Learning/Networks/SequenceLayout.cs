namespace MarketSim.Learning.Networks;

/// <summary>The layout of the rows of a pass as sequences: row = step * sequences + sequence. Without memory, one step of many sequences.</summary>
/// <param name="Steps">Length of every sequence; shorter ones are filled up.</param>
/// <param name="Sequences">Number of sequences.</param>
public readonly record struct SequenceLayout(int Steps, int Sequences)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Steps * Sequences;

    /// <summary>Rows that do not follow one another.</summary>
    public static SequenceLayout Independent(int rows) => new(1, rows);
}
