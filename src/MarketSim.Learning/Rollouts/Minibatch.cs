using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Rollouts;

/// <summary>The steps of a rollout that form the rows of a training pass. Reused.</summary>
internal sealed class Minibatch(int stateSize)
{
    private int[] _steps = [];
    private bool[] _starts = [];
    private float[] _states = [];

    public SequenceLayout Layout { get; private set; }

    /// <summary>Rows that stand for a step.</summary>
    public int Steps { get; private set; }

    /// <summary>Shape [rows]; the step that a row stands for, -1 where a sequence is filled up.</summary>
    public ReadOnlySpan<int> Rows => _steps.AsSpan(0, Layout.Rows);

    /// <summary>Shape [rows]; empty without memory.</summary>
    public ReadOnlySpan<bool> Starts => stateSize == 0 ? [] : _starts.AsSpan(0, Layout.Rows);

    /// <summary>Shape [sequences, state size].</summary>
    public ReadOnlySpan<float> InitialStates => _states.AsSpan(0, Layout.Sequences * stateSize);

    /// <summary>Independent steps.</summary>
    public void Take(ReadOnlySpan<int> steps)
    {
        Reserve(SequenceLayout.Independent(steps.Length));
        steps.CopyTo(_steps);
        Steps = steps.Length;
    }

    /// <summary>Sequences, side by side.</summary>
    /// <param name="chosen">Indices of sequences.</param>
    public void Take(ReadOnlySpan<int> chosen, PackingPlan plan, Rollout rollout)
    {
        int longest = 0;
        foreach (int sequence in chosen)
        {
            longest = Math.Max(longest, plan.Sequences[sequence].Length);
        }

        Reserve(new SequenceLayout(longest, chosen.Length));
        Steps = 0;
        for (int s = 0; s < chosen.Length; s++)
        {
            PackedSequence sequence = plan.Sequences[chosen[s]];
            rollout.InitialState(sequence.Slot).CopyTo(_states.AsSpan(s * stateSize));
            for (int t = 0; t < longest; t++)
            {
                int row = (t * chosen.Length) + s;
                _steps[row] = t < sequence.Length ? sequence.Start + t : -1;
                _starts[row] = t < sequence.Length && plan.Starts[sequence.Start + t];
            }

            Steps += sequence.Length;
        }
    }

    private void Reserve(SequenceLayout layout)
    {
        Layout = layout;
        if (_steps.Length < layout.Rows)
        {
            _steps = new int[layout.Rows];
            _starts = new bool[stateSize == 0 ? 0 : layout.Rows];
        }

        if (_states.Length < layout.Sequences * stateSize)
        {
            _states = new float[layout.Sequences * stateSize];
        }
    }
}
