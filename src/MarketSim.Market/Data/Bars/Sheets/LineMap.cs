namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>Lines of bars; what is kept are only the places where a line is not the one after the line before.</summary>
internal sealed class LineMap
{
    private readonly List<(int Bar, long Line)> _jumps = [];
    private int _reversed = -1;

    /// <param name="bar">One after the bar before.</param>
    public void Add(int bar, long line)
    {
        if (_jumps.Count == 0 || line != Of(bar, _jumps[^1]))
        {
            _jumps.Add((bar, line));
        }
    }

    public void Reverse(int count) => _reversed = count - 1;

    public long this[int bar]
    {
        get
        {
            int row = _reversed >= 0 ? _reversed - bar : bar;
            int place = _jumps.BinarySearch((row, long.MaxValue));
            return Of(row, _jumps[(place < 0 ? ~place : place) - 1]);
        }
    }

    private static long Of(int bar, (int Bar, long Line) jump) => jump.Line + (bar - jump.Bar);
}
