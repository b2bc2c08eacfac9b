namespace MarketSim.Market.Data.Bars.Layouts;

/// <summary>
/// The format of a file of bars, as far as its user states it; the rest is detected in the file, and refused if ambiguous. Also the treatment of suspicious
/// bars.
/// </summary>
public sealed record BarLayout
{
    /// <summary>Everything is found in the file.</summary>
    public static BarLayout Default { get; } = new();

    /// <summary>Positions of the columns.</summary>
    public BarColumns Columns { get; init; } = new();

    /// <summary>The character between the fields of a text.</summary>
    public char? Separator { get; init; }

    /// <summary>A point or a comma.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>
    /// A custom format of .NET (<c>dd/MM/yyyy HH:mm</c>), of date and time with a space between where they are two columns; or <c>unix_s</c>, <c>unix_ms</c>,
    /// <c>unix_us</c>, <c>unix_ns</c> for times since 1970.
    /// </summary>
    public string? TimeFormat { get; init; }

    /// <summary>An IANA name, or UTC: times that state their distance from UTC are converted to it; others are taken as they are, by its clock.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Prices are multiplied by it, e.g. 0.0001 for a file that counts hundredths of a cent; null where the file says currency.</summary>
    public double? PriceScale { get; init; }

    /// <summary>The file to read in an archive with several.</summary>
    public string? Entry { get; init; }

    /// <summary>The instrument to read in a file with several.</summary>
    public string? Symbol { get; init; }

    /// <summary>The close to read from a file that also has an adjusted one.</summary>
    public CloseChoice Close { get; init; }

    /// <summary>Prices that change by a ratio from one bar to the next, and stay there.</summary>
    public SplitRule Splits { get; init; }

    /// <summary>Prices that are far from those before and after.</summary>
    public OutlierRule Outliers { get; init; }

    /// <summary>Stretches without bars that no session break explains.</summary>
    public HoleRule Holes { get; init; }

    /// <summary>Breaks between sessions.</summary>
    public SessionRule Sessions { get; init; }

    /// <summary>Several columns of one name.</summary>
    public DuplicateRule Duplicates { get; init; }
}

/// <summary>The columns' positions: names as the header has them, or numbers from 1; null where the header says it.</summary>
/// <param name="Time">Of the whole time, or of the time of day where a date is given too.</param>
public sealed record BarColumns(
    string? Time = null, string? Date = null, string? Open = null, string? High = null, string? Low = null, string? Close = null, string? Volume = null, string? Symbol = null)
{
    /// <summary>True when no column is named.</summary>
    public bool IsEmpty => this == new BarColumns();
}

/// <summary>The close that a file with two is read by.</summary>
public enum CloseChoice
{
    /// <summary>The one that was traded.</summary>
    Traded,

    /// <summary>The one that is adjusted for dividends and splits; the other prices of a bar are multiplied by the same ratio.</summary>
    Adjusted,
}

/// <summary>The treatment of a split.</summary>
public enum SplitRule
{
    /// <summary>Kept, with a warning.</summary>
    Warn,

    /// <summary>Earlier prices are divided by the ratio, and earlier volumes multiplied.</summary>
    Adjust,

    /// <summary>The file is refused.</summary>
    Refuse,
}

/// <summary>The treatment of a bar that is far from those before and after.</summary>
public enum OutlierRule
{
    /// <summary>Kept, with a warning.</summary>
    Warn,
    /// <summary>Left out.</summary>
    Drop,
    /// <summary>The file is refused.</summary>
    Refuse,
}

/// <summary>The treatment of a hole.</summary>
public enum HoleRule
{
    /// <summary>It is warned of; no episode contains it, and nothing is observed over it.</summary>
    Warn,

    /// <summary>It is taken as if nothing were missing.</summary>
    Bridge,

    /// <summary>The file is refused.</summary>
    Refuse,
}

/// <summary>The effect of a break between sessions on episodes.</summary>
public enum SessionRule
{
    /// <summary>No episode contains one.</summary>
    Separate,

    /// <summary>Positions are held over them.</summary>
    Joined,
}

/// <summary>The treatment of several columns of one name.</summary>
public enum DuplicateRule
{
    /// <summary>The first is read.</summary>
    Warn,
    /// <summary>The file is refused.</summary>
    Refuse,
}
