using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>A learning agent's memory of the market: the mid-prices at its last decisions, and the volume between them.</summary>
internal sealed class RecentMarket
{
    /// <summary>Number of mid-prices in memory, the present one included: enough for the longest horizon.</summary>
    public const int Length = 31;

    // A ring.
    private readonly double[] _mids = new double[Length];
    private int _count;
    private int _last = -1;
    private long _cumulativeVolume;
    private double _meanVolume;

    /// <summary>Lots traded between the last two decisions.</summary>
    public long VolumeLots { get; private set; }

    /// <summary>Mean volume between decisions, with weights that halve every seven decisions.</summary>
    public double MeanVolumeLots => _meanVolume;

    /// <summary>The present mid-price, in ticks.</summary>
    public double Mid => _mids[_last];

    /// <summary>Mean of the mid-prices in memory.</summary>
    public double MeanMid
    {
        get
        {
            double sum = 0;
            for (int age = 0; age < _count; age++)
            {
                sum += MidBefore(age);
            }

            return sum / _count;
        }
    }

    /// <summary>The mid-price some decisions ago; the oldest in memory when there were fewer.</summary>
    public double MidBefore(int decisions)
    {
        int age = Math.Min(decisions, _count - 1);
        return _mids[(_last - age + Length) % Length];
    }

    public void Add(MarketSnapshot market)
    {
        const double weight = 0.1;
        _last = (_last + 1) % Length;
        _mids[_last] = market.MidTicks;
        _count = Math.Min(Length, _count + 1);
        VolumeLots = market.CumulativeVolumeLots - _cumulativeVolume;
        _cumulativeVolume = market.CumulativeVolumeLots;
        _meanVolume += weight * (VolumeLots - _meanVolume);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteArrayHeader(_count);
        for (int age = _count - 1; age >= 0; age--)
        {
            writer.WriteDouble(MidBefore(age));
        }

        writer.WriteInt64(_cumulativeVolume);
        writer.WriteInt64(VolumeLots);
        writer.WriteDouble(_meanVolume);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        _count = reader.ReadArrayHeader();
        if (_count > Length)
        {
            throw new InvalidDataException($"A learning agent remembers at most {Length} mid-prices; the saved one has {_count}.");
        }

        for (int i = 0; i < _count; i++)
        {
            _mids[i] = reader.ReadDouble();
        }

        _last = _count - 1;
        _cumulativeVolume = reader.ReadInt64();
        VolumeLots = reader.ReadInt64();
        _meanVolume = reader.ReadDouble();
    }
}
