using System.Collections;

namespace MarketSim.Market.Data;

/// <summary>The reason why two consecutive bars are not consecutive in time.</summary>
public enum BarBreakKind
{
    /// <summary>The market was closed, as it is regularly.</summary>
    Session,

    /// <summary>Bars are missing.</summary>
    Hole,
}

/// <summary>A break before a bar.</summary>
/// <param name="Bar">The first bar after it, from 0.</param>
public readonly record struct BarBreak(int Bar, BarBreakKind Kind);

/// <summary>
/// Bars in order of time, with the breaks between them. They never change, so that any number of environments reads the same ones, and a part of them is no copy.
/// </summary>
public sealed class BarSeries : IReadOnlyList<Bar>
{
    private readonly ReadOnlyMemory<Bar> _bars;
    private readonly BarBreak[] _breaks;

    internal BarSeries(ReadOnlyMemory<Bar> bars, IReadOnlyList<BarBreak> breaks)
    {
        _bars = bars;
        _breaks = [.. breaks];
    }

    /// <summary>Number of bars.</summary>
    public int Count => _bars.Length;

    /// <summary>The bars in order of time.</summary>
    public ReadOnlySpan<Bar> Span => _bars.Span;

    /// <summary>The breaks in order.</summary>
    public IReadOnlyList<BarBreak> Breaks => _breaks;

    /// <summary>The bar of an index, from 0.</summary>
    public Bar this[int index] => _bars.Span[index];

    /// <summary>The series of some bars: they themselves where they are one, otherwise a copy, whose breaks are found by <see cref="BarCalendar"/>.</summary>
    public static BarSeries Of(IReadOnlyList<Bar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        if (bars is BarSeries series)
        {
            return series;
        }

        Bar[] copy = [.. bars];
        return new BarSeries(copy, BarCalendar.Of(copy).Breaks);
    }

    /// <summary>The series of bars of which none is missing, and whose market never closes.</summary>
    /// <param name="bars">Not copied; they must not change from here on.</param>
    public static BarSeries Unbroken(Bar[] bars) => new(bars, []);

    /// <summary>A part, with the breaks between its own bars; nothing is copied.</summary>
    public BarSeries Slice(int start, int count)
    {
        ReadOnlyMemory<Bar> part = _bars.Slice(start, count);
        return new BarSeries(part, [.. _breaks.Where(gap => gap.Bar > start && gap.Bar < start + count).Select(gap => gap with { Bar = gap.Bar - start })]);
    }

    /// <summary>The same bars without the breaks of one kind.</summary>
    public BarSeries Without(BarBreakKind kind) => new(_bars, [.. _breaks.Where(gap => gap.Kind != kind)]);

    /// <summary>Oldest first.</summary>
    public IEnumerator<Bar> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return _bars.Span[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
