namespace MarketSim.Learning.Networks;

/// <summary>
/// The intermediate results of one pass of an <see cref="Lstm"/>, for its backward pass. Grows to the largest batch and is reused. Must not be used by
/// several threads at once.
/// </summary>
public sealed class LstmWorkspace
{
    internal LstmWorkspace()
    {
    }

    /// <summary>Shape [steps, sequences, 4 hidden]: gates after their activations.</summary>
    internal FloatBuffer Gates;

    /// <summary>Shape [steps + 1, sequences, hidden]: cells before the first step and after each; a reset has been applied to what a step starts from.</summary>
    internal FloatBuffer Cells;

    /// <summary>Shape [steps, sequences, hidden].</summary>
    internal FloatBuffer CellTanhs;

    /// <summary>Shape [steps, sequences, hidden]: what each step started from, resets applied.</summary>
    internal FloatBuffer PreviousHidden;

    /// <summary>Shape [steps, sequences, hidden]: cells that each step started from, resets applied.</summary>
    internal FloatBuffer PreviousCells;

    /// <summary>Shape [steps, sequences, hidden].</summary>
    internal FloatBuffer Hidden;

    /// <summary>Shape [steps, sequences, 4 hidden]: gradients before the activations.</summary>
    internal FloatBuffer GateGradients;

    internal FloatBuffer HiddenGradient;
    internal FloatBuffer CellGradient;
    internal FloatBuffer InputGradient;
    internal FloatBuffer Transposed;
}
