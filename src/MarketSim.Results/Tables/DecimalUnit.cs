using System.Buffers.Text;

namespace MarketSim.Results.Tables;

/// <summary>A unit such as 0.01 or 0.25 that whole numbers are counted in; writes a count of it as a decimal number, exactly and without decimal arithmetic.</summary>
internal readonly struct DecimalUnit
{
    private readonly long _multiplier;
    private readonly long _scale;
    private readonly int _decimals;

    private DecimalUnit(long multiplier, int decimals)
    {
        _multiplier = multiplier;
        _decimals = decimals;
        _scale = 1;
        for (int i = 0; i < decimals; i++)
        {
            _scale *= 10;
        }
    }

    public static DecimalUnit Nanosecond { get; } = new(1, 9);

    /// <param name="unit">Greater than 0, with at most 18 decimals that count.</param>
    public static DecimalUnit Of(decimal unit)
    {
        int decimals = 0;
        while (unit != decimal.Truncate(unit))
        {
            unit *= 10;
            decimals++;
        }

        return new DecimalUnit((long)unit, decimals);
    }

    /// <summary>Writes the number with all decimals of the unit, e.g. 100.50 for 10,050 counts of 0.01.</summary>
    /// <returns>Bytes written.</returns>
    public int Write(long count, Span<byte> destination)
    {
        Int128 value = (Int128)count * _multiplier;
        if (value > long.MaxValue || value < -long.MaxValue)
        {
            throw new OverflowException($"{count} counts of a unit with multiplier {_multiplier} do not fit 64 bits.");
        }

        long amount = (long)value;
        int length = 0;
        if (amount < 0)
        {
            destination[length++] = (byte)'-';
            amount = -amount;
        }

        Utf8Formatter.TryFormat(amount / _scale, destination[length..], out int written);
        length += written;
        if (_decimals == 0)
        {
            return length;
        }

        destination[length] = (byte)'.';
        long fraction = amount % _scale;
        for (int place = _decimals; place > 0; place--)
        {
            destination[length + place] = (byte)('0' + (fraction % 10));
            fraction /= 10;
        }

        return length + 1 + _decimals;
    }
}
