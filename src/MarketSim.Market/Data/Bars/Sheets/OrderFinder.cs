using MarketSim.Market.Data.Bars.Tables;
using MarketSim.Market.Data.Bars.Times;

namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>Tells whether times, read in some way, come in order.</summary>
internal static class OrderFinder
{
    public static bool IsOrdered(BarContainer container, char? separator, int rowsBefore, int momentColumn, int clockColumn, TimePattern moment, TimePattern? clock)
    {
        using BarTable table = SheetTables.Open(container, separator);
        for (int skipped = 0; skipped < rowsBefore; skipped++)
        {
            table.Read();
        }

        (bool rises, bool falls, DateTime previous, bool isFirst) = (true, true, default, true);
        while ((rises || falls) && table.Read())
        {
            if (table.FieldCount <= Math.Max(momentColumn, clockColumn) || !moment.TryRead(table.Field(momentColumn), out DateTime time, out TimeSpan offset))
            {
                continue;
            }

            time -= offset;
            if (clock is not null && clock.TryRead(table.Field(clockColumn), out DateTime ofDay, out _))
            {
                time = time.Date + ofDay.TimeOfDay;
            }

            rises &= isFirst || time > previous;
            falls &= isFirst || time < previous;
            (previous, isFirst) = (time, false);
        }

        return rises || falls;
    }
}
