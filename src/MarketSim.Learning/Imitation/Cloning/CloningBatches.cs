using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>
/// Goes through demonstrations in random order: step by step, or, for a policy with memory, sequence by sequence. A sequence begins with steps that only bring
/// the state up, from zero, so that its loss is of states like those that the policy acts with.
/// </summary>
/// <param name="sequenceLength">Steps of a sequence that its loss is taken of; null for independent steps.</param>
internal sealed class CloningBatches(int? sequenceLength, int burnIn)
{
    private readonly List<Sequence> _sequences = [];
    private int[] _order = [];
    private int _count;
    private int _next;
    private int[] _rows = [];
    private bool[] _isCounted = [];

    public SequenceLayout Layout { get; private set; }

    /// <summary>Shape [rows]: the step that each row stands for; -1 where a sequence is filled up.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Layout.Rows);

    /// <summary>Shape [rows]: whether the loss is taken of the row.</summary>
    public ReadOnlySpan<bool> IsCounted => _isCounted.AsSpan(0, Layout.Rows);

    /// <summary>Rows that the loss is taken of.</summary>
    public int Counted { get; private set; }

    /// <summary>Takes demonstrations up, in order.</summary>
    public void Begin(CloningData data)
    {
        _sequences.Clear();
        if (sequenceLength is { } length)
        {
            foreach (EpisodeSpan episode in data.Episodes)
            {
                for (int at = 0; at < episode.Length; at += length)
                {
                    int before = Math.Min(at, burnIn);
                    _sequences.Add(new Sequence(episode.Start + at - before, before, Math.Min(length, episode.Length - at)));
                }
            }
        }

        _count = sequenceLength is null ? data.Steps : _sequences.Count;
        if (_order.Length < _count)
        {
            _order = new int[_count];
        }

        for (int i = 0; i < _count; i++)
        {
            _order[i] = i;
        }

        _next = 0;
    }

    /// <summary>Draws a new order (Fisher and Yates).</summary>
    public void Shuffle(ref RandomStream random)
    {
        for (int i = _count - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }
    }

    /// <summary>The next minibatch; false when all have been gone through.</summary>
    /// <param name="size">Steps that it is to have, at least.</param>
    public bool MoveNext(int size)
    {
        if (_next == _count)
        {
            return false;
        }

        if (sequenceLength is null)
        {
            TakeSteps(Math.Min(size, _count - _next));
        }
        else
        {
            TakeSequences(size);
        }

        return true;
    }

    private void TakeSteps(int count)
    {
        Reserve(SequenceLayout.Independent(count));
        _order.AsSpan(_next, count).CopyTo(_rows);
        _isCounted.AsSpan(0, count).Fill(true);
        Counted = count;
        _next += count;
    }

    private void TakeSequences(int size)
    {
        int taken = 0;
        int longest = 0;
        Counted = 0;
        while (_next + taken < _count && Counted < size)
        {
            Sequence sequence = _sequences[_order[_next + taken]];
            longest = Math.Max(longest, sequence.BurnIn + sequence.Length);
            Counted += sequence.Length;
            taken++;
        }

        Reserve(new SequenceLayout(longest, taken));
        for (int s = 0; s < taken; s++)
        {
            Sequence sequence = _sequences[_order[_next + s]];
            for (int t = 0; t < longest; t++)
            {
                int row = (t * taken) + s;
                bool isStep = t < sequence.BurnIn + sequence.Length;
                _rows[row] = isStep ? sequence.Start + t : -1;
                _isCounted[row] = isStep && t >= sequence.BurnIn;
            }
        }

        _next += taken;
    }

    private void Reserve(SequenceLayout layout)
    {
        Layout = layout;
        if (_rows.Length < layout.Rows)
        {
            _rows = new int[layout.Rows];
            _isCounted = new bool[layout.Rows];
        }
    }

    /// <param name="Start">The first step, of those that bring the state up.</param>
    private readonly record struct Sequence(int Start, int BurnIn, int Length);
}
