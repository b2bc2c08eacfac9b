using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Hierarchical;

/// <summary>Acts by several option policies at once: one inference for each option, over the rows that it acts for.</summary>
internal sealed class OptionExecutor
{
    private readonly IPolicy[] _options;
    private readonly FeatureView _view;
    private readonly PolicyBatch[] _batches;
    private int[] _rows = [];

    public OptionExecutor(IPolicy[] options, FeatureView view)
    {
        _options = options;
        _view = view;
        _batches = [.. options.Select(static option => new PolicyBatch(option.ObservationSpace.Size, option.ActionSpace.Size, option.StateSize))];
        StateSize = options.Max(static option => option.StateSize);
    }

    /// <summary>Floats of recurrent state of one row, enough for any option.</summary>
    public int StateSize { get; }

    /// <summary>Options that act uniformly at random, because their learners still explore so; empty for none.</summary>
    public bool[] Explores { get; set; } = [];

    /// <param name="batch">Of the environment's observations and actions; receives actions, log-probabilities, values and next states.</param>
    /// <param name="options">Shape [rows]; the option of each row.</param>
    /// <param name="stateOffset">Offset of the option's state in a row's.</param>
    public void Act(PolicyBatch batch, ReadOnlySpan<int> options, int stateOffset, bool deterministic)
    {
        if (_rows.Length < batch.Rows)
        {
            _rows = new int[batch.Rows];
        }

        for (int option = 0; option < _options.Length; option++)
        {
            int count = 0;
            for (int row = 0; row < options.Length; row++)
            {
                if (options[row] == option)
                {
                    _rows[count++] = row;
                }
            }

            if (count > 0)
            {
                Act(option, batch, _rows.AsSpan(0, count), stateOffset, deterministic);
            }
        }
    }

    private void Act(int option, PolicyBatch batch, ReadOnlySpan<int> rows, int stateOffset, bool deterministic)
    {
        IPolicy policy = _options[option];
        PolicyBatch own = _batches[option];
        own.Resize(rows.Length);
        Span<RandomStream> random = own.Random;
        Span<RandomStream> randomOfBatch = batch.Random;
        for (int i = 0; i < rows.Length; i++)
        {
            _view.Take(batch.Observation(rows[i]), own.Observation(i));
            batch.State(rows[i]).Slice(stateOffset, policy.StateSize).CopyTo(own.State(i));
            random[i] = randomOfBatch[rows[i]];
        }

        if (Explores.Length > 0 && Explores[option])
        {
            ActAtRandom(policy, own);
        }
        else
        {
            policy.Act(own, deterministic);
        }

        Span<float> logProbabilities = batch.LogProbabilities;
        Span<float> values = batch.Values;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            own.Action(i).CopyTo(batch.Action(row));
            own.State(i).CopyTo(batch.State(row)[stateOffset..]);
            randomOfBatch[row] = random[i];
            logProbabilities[row] = own.LogProbabilities[i];
            values[row] = own.Values[i];
        }
    }

    private static void ActAtRandom(IPolicy policy, PolicyBatch batch)
    {
        batch.LogProbabilities.Clear();
        batch.Values.Clear();
        Span<RandomStream> random = batch.Random;
        for (int i = 0; i < batch.Rows; i++)
        {
            policy.ActionSpace.Sample(ref random[i], batch.Action(i));
        }
    }
}
