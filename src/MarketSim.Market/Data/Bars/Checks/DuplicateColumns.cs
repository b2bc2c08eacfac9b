using System.Globalization;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Sheets;
using MarketSim.Market.Data.Bars.Tables;

namespace MarketSim.Market.Data.Bars.Checks;

/// <summary>Columns of one name: says whether they differ, and where first.</summary>
internal static class DuplicateColumns
{
    /// <exception cref="InvalidDataException">There are some, and the rule refuses them.</exception>
    public static IEnumerable<string> Check(BarSheet sheet, IReadOnlyList<(string Name, int First, int Second)> duplicates, DuplicateRule rule)
    {
        foreach ((string name, int first, int second) in duplicates)
        {
            string text = $"{sheet.Container.FileName}: columns {first + 1} and {second + 1} are both called '{name}', and {Difference(sheet, first, second)}";
            if (rule == DuplicateRule.Refuse)
            {
                throw new InvalidDataException($"{text}. Name the one to read with columns:, e.g. columns: {{ {name.ToLowerInvariant()}: {first + 1} }}.");
            }

            yield return $"{text}; the first is read (columns: names another, duplicates: refuse refuses).";
        }
    }

    private static string Difference(BarSheet sheet, int first, int second)
    {
        using BarTable table = sheet.Open();
        for (int skipped = 0; skipped < sheet.RowsBefore; skipped++)
        {
            table.Read();
        }

        while (table.Read())
        {
            if (table.FieldCount > Math.Max(first, second) && !table.Field(first).SequenceEqual(table.Field(second)))
            {
                bool areNumbers = sheet.Numbers.TryRead(table.Field(first), out double left) & sheet.Numbers.TryRead(table.Field(second), out double right);
                string ratio = areNumbers && right > 0 ? $", ratio {(left / right).ToString("0.####", CultureInfo.InvariantCulture)}" : string.Empty;
                return $"differ from line {table.Line} on ({table.Text(first)} and {table.Text(second)}{ratio})";
            }
        }

        return "hold the same";
    }
}
