using System.Buffers.Text;
using System.Globalization;

namespace MarketSim.Market.Data.Bars.Numbers;

/// <summary>Numbers as a file of bars writes them.</summary>
/// <param name="DecimalMark">A point or a comma; the other one stands between thousands.</param>
internal readonly record struct BarNumbers(byte DecimalMark)
{
    private const int MaxNumberLength = 64;

    public static BarNumbers Plain { get; } = new((byte)'.');

    /// <summary>Reads a price or a volume: with thousands, a sign of currency, or a K, M or B for thousands, millions and billions.</summary>
    /// <returns>False where it is none, or not finite.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        if (DecimalMark == (byte)'.' && Utf8Parser.TryParse(text, out value, out int used) && used == text.Length)
        {
            return double.IsFinite(value);
        }

        value = double.NaN;
        return text.Length is > 0 and <= MaxNumberLength && TryReadDecorated(text, out value) && double.IsFinite(value);
    }

    private bool TryReadDecorated(ReadOnlySpan<byte> text, out double value)
    {
        Span<byte> plain = stackalloc byte[MaxNumberLength];
        int length = 0;
        double factor = 1;
        text = text.StartsWith("$"u8) ? text[1..] : text.StartsWith("€"u8) || text.StartsWith("£"u8) ? text[(text[0] == 0xE2 ? 3 : 2)..] : text;
        byte last = text.Length > 0 ? text[^1] : (byte)0;
        if (last is (byte)'K' or (byte)'k' or (byte)'M' or (byte)'B')
        {
            factor = last switch { (byte)'M' => 1e6, (byte)'B' => 1e9, _ => 1e3 };
            text = text[..^1];
        }

        int sinceMark = -1;
        bool hasDecimals = false;
        foreach (byte character in text)
        {
            bool isMark = character is (byte)'.' or (byte)',' or (byte)'\'' or (byte)' ';
            if (character == DecimalMark && !hasDecimals)
            {
                hasDecimals = true;
                plain[length++] = (byte)'.';
            }
            else if (isMark && (hasDecimals || character == DecimalMark || sinceMark is 1 or 2))
            {
                value = double.NaN;
                return false;
            }
            else if (!isMark)
            {
                plain[length++] = character;
            }

            // Thousands come in groups of three.
            sinceMark = isMark ? 0 : sinceMark < 0 ? -1 : sinceMark + 1;
            if (sinceMark > 3 && !hasDecimals)
            {
                value = double.NaN;
                return false;
            }
        }

        bool isWhole = hasDecimals || sinceMark is -1 or 3;
        value = double.NaN;
        return isWhole && double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value *= factor);
    }
}

/// <summary>Tells from the prices of a file which mark stands before the decimals.</summary>
internal sealed class DecimalMarkFinder
{
    private bool _hasPoint;
    private bool _hasComma;
    private bool _isUndecided;

    /// <summary>The decimal mark; null while both are possible.</summary>
    public char? Mark => _hasComma == _hasPoint ? (_isUndecided ? null : '.') : _hasComma ? ',' : '.';

    /// <summary>True when some prices have a decimal comma and others a decimal point.</summary>
    public bool IsContradictory => _hasComma && _hasPoint;

    public void See(ReadOnlySpan<byte> price)
    {
        int comma = price.LastIndexOf((byte)',');
        int point = price.LastIndexOf((byte)'.');
        if (comma < 0)
        {
            // One point and nothing else is how decimals are written; several are thousands.
            int points = price.Count((byte)'.');
            _hasPoint |= points == 1;
            _hasComma |= points > 1;
            return;
        }

        if (point >= 0)
        {
            _hasComma |= comma > point;
            _hasPoint |= point > comma;
        }
        else if (price.Count((byte)',') > 1)
        {
            _hasPoint = true;
        }
        else if (price.Length - comma - 1 != 3 || price[..comma] is [(byte)'0'])
        {
            _hasComma = true;
        }
        else
        {
            _isUndecided = true;
        }
    }
}
