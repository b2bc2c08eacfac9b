using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Rollouts;

/// <summary>Returns and lengths of the episodes that a training plays, as they end: the last of them and how many there were.</summary>
public sealed class EpisodeStatistics
{
    private const int Remembered = 100;
    private readonly double[] _runningReturns;
    private readonly long[] _runningLengths;
    private readonly double[] _returns = new double[Remembered];
    private readonly long[] _lengths = new long[Remembered];

    internal EpisodeStatistics(int environments)
    {
        _runningReturns = new double[environments];
        _runningLengths = new long[environments];
    }

    /// <summary>Episodes that have ended.</summary>
    public long Episodes { get; private set; }

    /// <summary>Mean return of the last 100 episodes, or of those that there are; NaN before the first has ended.</summary>
    public double MeanReturn
    {
        get
        {
            int count = (int)Math.Min(Episodes, Remembered);
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += _returns[i];
            }

            return sum / count;
        }
    }

    /// <summary>Mean length of the same episodes, in steps; NaN before the first has ended.</summary>
    public double MeanLength
    {
        get
        {
            int count = (int)Math.Min(Episodes, Remembered);
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += _lengths[i];
            }

            return sum / count;
        }
    }

    /// <summary>Steps of the episodes that are under way, by environment.</summary>
    internal ReadOnlySpan<long> RunningLengths => _runningLengths;

    internal void Add(int environment, double reward, bool isLast)
    {
        _runningReturns[environment] += reward;
        _runningLengths[environment]++;
        if (!isLast)
        {
            return;
        }

        int slot = (int)(Episodes % Remembered);
        _returns[slot] = _runningReturns[environment];
        _lengths[slot] = _runningLengths[environment];
        _runningReturns[environment] = 0;
        _runningLengths[environment] = 0;
        Episodes++;
    }

    internal void Reset()
    {
        Array.Clear(_runningReturns);
        Array.Clear(_runningLengths);
        Episodes = 0;
    }

    internal void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1 + (2 * _runningReturns.Length) + (2 * Remembered));
        writer.WriteInt64(Episodes);
        WritePairs(writer, _runningReturns, _runningLengths);
        WritePairs(writer, _returns, _lengths);
    }

    internal void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(1 + (2 * _runningReturns.Length) + (2 * Remembered));
        Episodes = reader.ReadCount();
        ReadPairs(ref reader, _runningReturns, _runningLengths);
        ReadPairs(ref reader, _returns, _lengths);
    }

    private static void WritePairs(MessagePackWriter writer, double[] returns, long[] lengths)
    {
        for (int i = 0; i < returns.Length; i++)
        {
            writer.WriteDouble(returns[i]);
            writer.WriteInt64(lengths[i]);
        }
    }

    private static void ReadPairs(ref MessagePackReader reader, double[] returns, long[] lengths)
    {
        for (int i = 0; i < returns.Length; i++)
        {
            returns[i] = reader.ReadDouble();
            lengths[i] = reader.ReadInt64();
        }
    }
}
