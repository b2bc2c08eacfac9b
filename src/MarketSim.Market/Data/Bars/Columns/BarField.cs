namespace MarketSim.Market.Data.Bars.Columns;

/// <summary>The fields that a column of a file of bars can hold.</summary>
internal enum BarField
{
    Time,
    Date,
    Open,
    High,
    Low,
    Close,
    Adjusted,
    Volume,
    Symbol,
}

/// <summary>The names that columns have in the world's files; the first of each field is taken where a file has several.</summary>
internal static class ColumnNames
{
    private static readonly (BarField Field, string[] Names)[] Known =
    [
        (BarField.Time, ["datetime", "timestamp", "time", "tradetime", "timeutc", "datetimeutc", "gmttime", "utctime", "localtime", "localdatetime", "opentime", "starttime", "begintime", "bartime", "dt", "ts", "t", "unixtimestamp", "unixtime", "unix", "epoch", "epochtime", "begin", "start", "tsevent", "windowstart"]),
        (BarField.Date, ["date", "day", "tradedate", "tradingday", "tradingdate", "dtyyyymmdd", "yyyymmdd", "dateutc", "datum", "fecha", "data"]),
        (BarField.Open, ["open", "o", "openprice", "priceopen", "opening", "firstprice", "first", "bidopen", "openbid", "askopen", "openask", "midopen"]),
        (BarField.High, ["high", "h", "highprice", "pricehigh", "highest", "max", "maxprice", "bidhigh", "highbid", "askhigh", "highask", "midhigh"]),
        (BarField.Low, ["low", "l", "lowprice", "pricelow", "lowest", "min", "minprice", "bidlow", "lowbid", "asklow", "lowask", "midlow"]),
        (BarField.Close, ["close", "c", "closeprice", "priceclose", "closing", "closelast", "last", "lastprice", "settle", "settlement", "settlementprice", "price", "bidclose", "closebid", "askclose", "closeask", "midclose"]),
        (BarField.Adjusted, ["adjclose", "adjustedclose", "closeadjusted", "closeadj", "adjcloseprice", "adjustedcloseprice"]),
        (BarField.Volume, ["volume", "vol", "v", "volumeshares", "totalvolume", "tradevolume", "basevolume", "qty", "quantity", "tottrdqty", "volumebase", "tickvolume", "tickvol", "volumefrom"]),
        (BarField.Symbol, ["ticker", "symbol", "instrument", "contract", "isin", "secid"]),
    ];

    private static readonly Dictionary<string, (BarField Field, int Rank)> ByName = Known
        .SelectMany(known => known.Names.Select((name, rank) => (name, known.Field, rank)))
        .ToDictionary(known => known.name, known => (known.Field, known.rank), StringComparer.Ordinal);

    /// <summary>Letters and digits of a name, in lower case, without the number in front that some services give.</summary>
    public static string Plain(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant() is var plain && plain.Any(char.IsLetter) ? plain.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') : string.Empty;

    /// <summary>The field that a name stands for, and its rank among the names of the field; null where it stands for none.</summary>
    public static (BarField Field, int Rank)? Find(string name) => ByName.TryGetValue(Plain(name), out (BarField, int) found) ? found : null;
}
