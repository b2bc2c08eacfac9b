using System.Globalization;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Sheets;
using MarketSim.Market.Data.Bars.Tables;

namespace MarketSim.Market.Data.Bars.Checks;

/// <summary>Says in a line what was read of a file.</summary>
internal static class BarDescription
{
    public static string Of(BarSheet sheet, BarLayout layout, ReadOnlySpan<Bar> bars, BarCalendar calendar, string clock)
    {
        int holes = calendar.Breaks.Count(gap => gap.Kind == BarBreakKind.Hole);
        string sessions = calendar.BarsPerSession > 1 || calendar.BarLength < TimeSpan.FromDays(1)
            ? $"{Count(calendar.Sessions)} session{(calendar.Sessions == 1 ? string.Empty : "s")} of {Number(calendar.BarsPerSession)} bars"
            : $"{Count(calendar.Sessions)} sessions";
        string volume = sheet.Columns.Volume < 0 ? ", no volume" : string.Empty;
        string packing = sheet.Container.Packing is { } packed ? $"{packed}, " : string.Empty;
        string format = sheet.Container.Format == BarFormat.Text ? string.Empty : $"{sheet.Container.Format}, ";
        string scale = layout.PriceScale is { } factor and not 1 ? $", prices times {Number(factor)}" : string.Empty;
        return $"{Path.GetFileName(sheet.Container.FileName)} ({packing}{format}{Count(bars.Length)} bars of {Span(calendar.BarLength)}): {Moment(bars[0].Time)} to {Moment(bars[^1].Time)}, {clock}; {sessions}, {Number(calendar.BarsPerYear)} bars a year, "
            + $"{(holes == 0 ? "no holes" : holes == 1 ? "1 hole" : $"{Count(holes)} holes")}; {Close(sheet)}{volume}{scale}";
    }

    private static string Close(BarSheet sheet)
    {
        string name = sheet.Names[sheet.Columns.Close];
        return sheet.Columns.Adjusted < 0 ? $"close '{name}'"
            : sheet.IsAdjusted ? $"close '{sheet.Names[sheet.Columns.Adjusted]}' (adjusted, and the other prices with it; close: traded takes '{name}')"
            : $"close '{name}' (close: adjusted takes '{sheet.Names[sheet.Columns.Adjusted]}')";
    }

    public static string Moment(DateTime time) => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : time.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => Unit(span.TotalDays, "day"),
        { TotalHours: >= 1 } => Unit(span.TotalHours, "hour"),
        { TotalMinutes: >= 1 } => Unit(span.TotalMinutes, "minute"),
        _ => Unit(span.TotalSeconds, "second"),
    };

    private static string Unit(double count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}{(Math.Abs(count - 1) < 0.05 ? string.Empty : "s")}");

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => Math.Abs(value) >= 100 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("0.####", CultureInfo.InvariantCulture);
}
