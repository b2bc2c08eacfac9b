using System.Globalization;
using System.Text;

namespace MarketSim.Market.Data.Bars.Times;

/// <summary>One way of writing times.</summary>
/// <param name="Name">As <c>timeFormat:</c> names it: a custom format of .NET, or unix_s, unix_ms, unix_us, unix_ns.</param>
/// <param name="Unix">Ticks of 100 ns in a unit of a time since 1970; 0 for a written time. A nanosecond is 0.01.</param>
internal sealed record TimePattern(string Name, double Unix = 0)
{
    private const int MaxTextLength = 64;

    // Nobody has bars of before; a number that is read in a wrong unit falls outside.
    private static readonly DateTime Earliest = new(1800, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime Latest = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public bool HasOffset { get; } = Unix > 0 || WithoutLiterals(Name).AsSpan().ContainsAny('z', 'K') || Name.EndsWith("'UTC'", StringComparison.Ordinal);

    /// <summary>Number of digits of a pattern that reads digits only and whose leading zeros may be missing; 0 for any other.</summary>
    private int PaddedLength { get; } = Name is "HHmm" ? 4 : Name is "HHmmss" ? 6 : 0;

    /// <param name="time">By the clock that the text is written in.</param>
    /// <param name="offset">Of that clock from UTC; zero where the text does not say it.</param>
    public bool TryRead(ReadOnlySpan<byte> text, out DateTime time, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        return Unix > 0 ? TryReadUnix(text, out time) : TryReadWritten(text, out time, out offset);
    }

    private bool TryReadUnix(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        long ticks;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count))
        {
            if (Unix >= 1 && Math.Abs((double)count) * Unix > 1e19)
            {
                return false;
            }

            ticks = Unix >= 1 ? count * (long)Unix : count / 100;
        }
        else if (text.IndexOf((byte)'.') > 0 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal exact) && exact < 1e13m)
        {
            ticks = (long)(exact * (decimal)Unix);
        }
        else
        {
            return false;
        }

        if (Math.Abs(ticks) > Latest.Ticks)
        {
            return false;
        }

        time = new DateTime(DateTime.UnixEpoch.Ticks + ticks, DateTimeKind.Unspecified);
        return time > Earliest && time < Latest;
    }

    private bool TryReadWritten(ReadOnlySpan<byte> text, out DateTime time, out TimeSpan offset)
    {
        (time, offset) = (default, TimeSpan.Zero);
        if (text.Length is 0 or > MaxTextLength)
        {
            return false;
        }

        Span<char> characters = stackalloc char[MaxTextLength];
        Span<char> written = characters[..Encoding.UTF8.GetChars(text, characters)];
        if (PaddedLength > written.Length)
        {
            Span<char> padded = stackalloc char[6];
            int missing = PaddedLength - written.Length;
            padded[..missing].Fill('0');
            written.CopyTo(padded[missing..]);
            return DateTime.TryParseExact(padded[..PaddedLength], Name, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
        }

        if (!HasOffset)
        {
            return DateTime.TryParseExact(written, Name, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
        }

        bool isRead = DateTimeOffset.TryParseExact(written, Name, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment);
        (time, offset) = (moment.DateTime, moment.Offset);
        return isRead;
    }

    private static string WithoutLiterals(string format)
    {
        string[] parts = format.Split('\'');
        return string.Concat(parts.Where((_, index) => index % 2 == 0));
    }
}
