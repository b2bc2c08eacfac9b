using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Rollouts;

/// <summary>Goes through a rollout in random order: step by step, or sequence by sequence where there is memory.</summary>
internal sealed class MinibatchSampler(int batchSize, int stateSize, int maxSequenceLength)
{
    private readonly PackingPlan _plan = new(maxSequenceLength);
    private int[] _order = [];
    private int _count;
    private int _next;
    private Rollout? _rollout;

    public Minibatch Current { get; } = new(stateSize);

    /// <summary>Takes a rollout up; an epoch must begin before there are minibatches.</summary>
    public void Begin(Rollout rollout)
    {
        _rollout = rollout;
        if (stateSize > 0)
        {
            _plan.Build(rollout);
        }

        _count = stateSize > 0 ? _plan.Count : rollout.Steps;
        if (_order.Length < _count)
        {
            _order = new int[_count];
        }
    }

    /// <summary>Draws a new order (Fisher and Yates).</summary>
    public void Shuffle(ref RandomStream random)
    {
        InOrder();
        for (int i = _count - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }
    }

    /// <summary>Everything in one minibatch, in order.</summary>
    public void TakeAll()
    {
        InOrder();
        Take(_count);
    }

    /// <summary>The next minibatch of the epoch in <see cref="Current"/>; false at its end.</summary>
    public bool MoveNext()
    {
        if (_next == _count)
        {
            return false;
        }

        Take(stateSize > 0 ? LanesOfBatch() : Math.Min(batchSize, _count - _next));
        return true;
    }

    private void InOrder()
    {
        _next = 0;
        for (int i = 0; i < _count; i++)
        {
            _order[i] = i;
        }
    }

    private int LanesOfBatch()
    {
        int sequences = 0;
        int steps = 0;
        while (_next + sequences < _count && steps < batchSize)
        {
            steps += _plan.Sequences[_order[_next + sequences]].Length;
            sequences++;
        }

        return sequences;
    }

    private void Take(int count)
    {
        ReadOnlySpan<int> chosen = _order.AsSpan(_next, count);
        _next += count;
        if (stateSize > 0)
        {
            Current.Take(chosen, _plan, _rollout!);
        }
        else
        {
            Current.Take(chosen);
        }
    }
}
