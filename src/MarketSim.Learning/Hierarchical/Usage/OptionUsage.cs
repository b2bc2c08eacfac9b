using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical.Usage;

/// <summary>Counts how options are used, and keeps a row for each window of steps.</summary>
public sealed class OptionUsage
{
    /// <summary>The figure of a step that says the regime of the environment, a whole number from 0 to 15.</summary>
    public const string RegimeName = "regime";

    private const int MaxRegimes = 16;
    private const int FieldCount = 11;
    private readonly int _options;
    private readonly int _window;
    private readonly StateBins _states;
    private readonly long[] _steps;
    private readonly double[] _rewards;
    private readonly long[] _regimes;
    private readonly List<OptionUsageRow> _history = [];
    private int[] _last = [];
    private long _choices;
    private long _switches;
    private long _total;
    private long _beganAt;

    /// <param name="options">Number of options.</param>
    /// <param name="stateSize">Elements of what the controller sees.</param>
    /// <param name="window">Steps of a window.</param>
    public OptionUsage(int options, int stateSize, int window)
    {
        _options = options;
        _window = window;
        _states = new StateBins(options, stateSize);
        _steps = new long[options];
        _rewards = new double[options];
        _regimes = new long[MaxRegimes * options];
    }

    /// <summary>All windows so far, in order.</summary>
    public IReadOnlyList<OptionUsageRow> History => _history;

    /// <summary>The regime that a step's figures tell; -1 for none.</summary>
    internal static int RegimeOf(IReadOnlyDictionary<string, double>? info) =>
        info is not null && info.TryGetValue(RegimeName, out double regime) && regime is >= 0 and < MaxRegimes ? (int)regime : -1;

    /// <summary>A choice was made.</summary>
    /// <param name="observation">Shape [state size]; what the controller saw.</param>
    public void Chosen(int option, ReadOnlySpan<float> observation)
    {
        _choices++;
        _states.Add(option, observation);
    }

    /// <summary>An option acted.</summary>
    /// <param name="row">Number of the environment, or of the agent.</param>
    /// <param name="reward">Of the task, in all steps.</param>
    /// <param name="regime">-1 for none.</param>
    /// <param name="steps">At least 1.</param>
    public void Stepped(int row, int option, double reward, int regime, int steps = 1)
    {
        if (_last.Length <= row)
        {
            int known = _last.Length;
            Array.Resize(ref _last, row + 1);
            _last.AsSpan(known).Fill(-1);
        }

        _switches += _last[row] >= 0 && _last[row] != option ? 1 : 0;
        _last[row] = option;
        _steps[option] += steps;
        _rewards[option] += reward;
        _total += steps;
        if (regime >= 0)
        {
            _regimes[(regime * _options) + option] += steps;
        }
    }

    /// <summary>Ends the window when it is long enough.</summary>
    /// <param name="steps">Of the training so far.</param>
    /// <param name="meanReturn">Of the last episodes; NaN before the first has ended.</param>
    /// <returns>Its row; null while it continues.</returns>
    internal OptionUsageRow? EndWindow(long steps, double meanReturn = double.NaN)
    {
        if (steps - _beganAt < _window || _total == 0)
        {
            return null;
        }

        OptionUsageRow row = Row(steps) with { MeanReturn = meanReturn };
        _history.Add(row);
        Clear();
        _beganAt = steps;
        return row;
    }

    /// <summary>Ends the window whatever its length, and keeps no history.</summary>
    /// <param name="steps">Of the training so far.</param>
    /// <returns>Its row; null when no option has acted.</returns>
    public OptionUsageRow? TakeWindow(long steps)
    {
        OptionUsageRow? row = _total == 0 ? null : Row(steps);
        Clear();
        _last = [];
        return row;
    }

    internal void Reset()
    {
        Clear();
        _states.Reset();
        _history.Clear();
        _last = [];
        _beganAt = 0;
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(_choices);
        writer.WriteInt64(_switches);
        writer.WriteInt64(_total);
        writer.WriteInt64(_beganAt);
        writer.WriteInt64(_last.Length);
        StateArrays.Write(writer, [.. _last.Select(static option => (long)option)]);
        StateArrays.Write(writer, _steps);
        StateArrays.Write(writer, _rewards);
        StateArrays.Write(writer, _regimes);
        _states.Save(writer);
        writer.WriteArrayHeader(_history.Count);
        foreach (OptionUsageRow row in _history)
        {
            UsageRows.Write(writer, row);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote of as many options and elements.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        _choices = reader.ReadCount();
        _switches = reader.ReadCount();
        _total = reader.ReadCount();
        _beganAt = reader.ReadCount();
        long[] last = new long[reader.ReadCount()];
        StateArrays.Read(ref reader, last);
        _last = [.. last.Select(static option => (int)option)];
        StateArrays.Read(ref reader, _steps);
        StateArrays.Read(ref reader, _rewards);
        StateArrays.Read(ref reader, _regimes);
        _states.Restore(ref reader);
        _history.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            _history.Add(UsageRows.Read(ref reader, _options));
        }
    }

    private OptionUsageRow Row(long steps)
    {
        double maximum = Elementary.Log(_options);
        long[] byRegime = new long[MaxRegimes];
        for (int i = 0; i < _regimes.Length; i++)
        {
            byRegime[i / _options] += _regimes[i];
        }

        double regimeEntropy = MutualInformation.Entropy(byRegime);
        return new OptionUsageRow(
            steps,
            [.. _steps.Select(count => count / (double)_total)],
            [.. _steps.Select((count, option) => count == 0 ? 0 : _rewards[option] / count)],
            _choices == 0 ? _total : _total / (double)_choices,
            _switches / (double)_total,
            _options == 1 ? 1 : MutualInformation.Entropy(_steps) / maximum,
            _states.Information(),
            regimeEntropy > 0 ? MutualInformation.Of(_regimes, _options) / regimeEntropy : null);
    }

    private void Clear()
    {
        (_choices, _switches, _total) = (0, 0, 0);
        Array.Clear(_steps);
        Array.Clear(_rewards);
        Array.Clear(_regimes);
        _states.Clear();
    }
}
