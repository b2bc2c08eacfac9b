namespace MarketSim.Learning.Rollouts;

/// <summary>
/// The sequences of a rollout that recurrent policies are trained on. A segment that begins an episode may follow another in one sequence, because
/// its state before is zero; one that begins within an episode begins a sequence, with the state that it was acted with.
/// </summary>
internal sealed class PackingPlan(int longest)
{
    private PackedSequence[] _sequences = [];
    private bool[] _starts = [];

    public int Count { get; private set; }

    public ReadOnlySpan<PackedSequence> Sequences => _sequences.AsSpan(0, Count);

    /// <summary>By step of the rollout, shape [steps]: true when the step begins an episode.</summary>
    public ReadOnlySpan<bool> Starts => _starts;

    public void Build(Rollout rollout)
    {
        Count = 0;
        if (_starts.Length < rollout.Steps)
        {
            _starts = new bool[rollout.Steps];
        }

        Array.Clear(_starts);
        foreach (TrajectorySpan segment in rollout.Segments)
        {
            bool begins = !rollout.InitialState(segment.Slot).ContainsAnyExcept(0f);
            _starts[segment.Start] = begins;
            if (begins && Count > 0 && _sequences[Count - 1].Length + segment.Length <= longest)
            {
                _sequences[Count - 1] = _sequences[Count - 1] with { Length = _sequences[Count - 1].Length + segment.Length };
            }
            else
            {
                Add(new PackedSequence(segment.Start, segment.Length, segment.Slot));
            }
        }
    }

    private void Add(PackedSequence sequence)
    {
        if (Count == _sequences.Length)
        {
            Array.Resize(ref _sequences, Math.Max(16, Count * 2));
        }

        _sequences[Count++] = sequence;
    }
}
