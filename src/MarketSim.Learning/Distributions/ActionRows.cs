namespace MarketSim.Learning.Distributions;

/// <summary>Actions of a batch, with what the network gave out for each.</summary>
public readonly ref struct ActionRows
{
    /// <param name="parameters">Of the whole model.</param>
    /// <param name="outputs">Shape [rows, parameter size].</param>
    /// <param name="actions">Shape [rows, action size], as drawn.</param>
    public ActionRows(ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, ReadOnlySpan<float> actions, int rows)
    {
        Parameters = parameters;
        Outputs = outputs;
        Actions = actions;
        Rows = rows;
    }

    /// <summary>Of the whole model.</summary>
    public ReadOnlySpan<float> Parameters { get; }

    /// <summary>Shape [rows, parameter size].</summary>
    public ReadOnlySpan<float> Outputs { get; }

    /// <summary>Shape [rows, action size], as drawn.</summary>
    public ReadOnlySpan<float> Actions { get; }

    /// <summary>Number of actions.</summary>
    public int Rows { get; }
}
