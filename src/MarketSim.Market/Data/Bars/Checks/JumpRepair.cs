using System.Globalization;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Sheets;

namespace MarketSim.Market.Data.Bars.Checks;

/// <summary>Warns of outliers and splits, repairs them, or refuses them, as the layout says.</summary>
internal static class JumpRepair
{
    private const int MaxNamed = 5;

    /// <returns>The bars, repaired.</returns>
    /// <exception cref="InvalidDataException">There is something that a rule refuses.</exception>
    public static BarRows Apply(BarRows rows, BarLayout layout, List<string> warnings)
    {
        BarCalendar calendar = BarCalendar.Of(rows.Bars.Span);
        HashSet<int> holes = [.. calendar.Breaks.Where(gap => gap.Kind == BarBreakKind.Hole).Select(gap => gap.Bar)];
        (List<Outlier> outliers, List<Split> splits) = JumpFinder.Find(rows.Bars.Span, holes.Contains);
        Say(warnings, rows, [.. splits.Select(split => Text(rows, split))], "split", layout.Splits == SplitRule.Refuse, layout.Splits switch
        {
            SplitRule.Adjust => "earlier prices were divided by it (splits: adjust).",
            _ => "it is traded as it stands (splits: adjust or refuse).",
        });
        Say(warnings, rows, [.. outliers.Select(outlier => Text(rows, outlier))], "outlier", layout.Outliers == OutlierRule.Refuse, layout.Outliers switch
        {
            OutlierRule.Drop => "the bar was left out (outliers: drop).",
            _ => "it is traded as it stands (outliers: drop or refuse).",
        });
        if (layout.Splits == SplitRule.Adjust)
        {
            Adjust(rows.Bars.Span, splits);
        }

        return layout.Outliers == OutlierRule.Drop && outliers.Count > 0 ? Drop(rows, outliers) : rows;
    }

    private static void Say(List<string> warnings, BarRows rows, string[] texts, string kind, bool isRefused, string end)
    {
        if (texts.Length > 0 && isRefused)
        {
            throw new InvalidDataException($"{texts[0]}{(texts.Length > 1 ? $", and {texts.Length - 1} more" : string.Empty)}; {kind}s: refuse refuses it. Mend the file, or say {kind}s: {(kind == "split" ? "adjust" : "drop")}.");
        }

        warnings.AddRange(texts.Take(MaxNamed).Select(text => $"{text}; {end}"));
        if (texts.Length > MaxNamed)
        {
            warnings.Add($"{rows.FileName}: {texts.Length - MaxNamed} more {kind}s.");
        }
    }

    private static string Text(BarRows rows, Split split)
    {
        string ratio = split.New > 0 ? $"like a split of {split.New} for {split.Old}" : "like no ratio that shares are split by";
        return $"{rows.FileName}:{rows.Lines[split.Bar]}: from one bar to the next all prices change from {Number(split.Before)} to {Number(split.After)}, ratio {Ratio(split.Ratio)}, {ratio}";
    }

    private static string Text(BarRows rows, Outlier outlier) =>
        $"{rows.FileName}:{rows.Lines[outlier.Bar]}: {outlier.Price} is {Number(outlier.Value)}, {Ratio(outlier.Ratio)} times the prices around it ({Number(outlier.Around)}){(outlier.Count > 1 ? $", for {outlier.Count} bars" : string.Empty)}";

    // The last one first would divide what lies before it only once: every split concerns all bars before it.
    private static void Adjust(Span<Bar> bars, List<Split> splits)
    {
        double ratio = 1;
        int next = splits.Count - 1;
        for (int bar = bars.Length - 1; bar >= 0; bar--)
        {
            ref Bar old = ref bars[bar];
            old = new Bar(old.Time, old.Open / ratio, old.High / ratio, old.Low / ratio, old.Close / ratio, old.Volume * ratio);
            if (next >= 0 && splits[next].Bar == bar)
            {
                Split split = splits[next--];
                ratio *= split.New > 0 ? (double)split.New / split.Old : split.Ratio;
            }
        }
    }

    private static BarRows Drop(BarRows rows, List<Outlier> outliers)
    {
        Span<Bar> all = rows.Bars.Span;
        var lines = new LineMap();
        (int kept, int next) = (0, 0);
        for (int bar = 0; bar < all.Length; bar++)
        {
            while (next < outliers.Count && bar >= outliers[next].Bar + outliers[next].Count)
            {
                next++;
            }

            if (next == outliers.Count || bar < outliers[next].Bar)
            {
                lines.Add(kept, rows.Lines[bar]);
                all[kept++] = all[bar];
            }
        }

        return rows with { Bars = rows.Bars[..kept], Lines = lines };
    }

    private static string Number(double price) => price.ToString(price >= 100 ? "0.##" : "0.####", CultureInfo.InvariantCulture);

    private static string Ratio(double ratio) => ratio.ToString(ratio >= 0.1 ? "0.##" : "0.####", CultureInfo.InvariantCulture);
}
