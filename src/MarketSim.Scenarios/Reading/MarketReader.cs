using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the section <c>market</c>.</summary>
internal sealed class MarketReader(SectionReader section, ScenarioFileSource files)
{
    private const long LatestNanoseconds = 4_000_000_000_000_000_000;

    private static readonly BookRules DefaultRules = new();

    private readonly ProblemList _problems = section.Problems;

    /// <summary>Reads the section; null after a problem, which is reported.</summary>
    public ScenarioMarket? Read()
    {
        int problemsBefore = _problems.Count;
        Instrument? instrument = ReadInstrument();
        TradingSession? session = ReadSession();
        BookRules? rules = ReadRules(instrument);
        Field<int> levels = section.Optional("snapshotLevels", Rules.Count(1, 50, "10"), 10, "10");
        FeeSchedule? fees = ReadFees(section.Section("fees"));
        ActivityProfile? activity = ReadActivity(section.Section("activity"));
        SectionReader? fundamentalSection = section.RequiredSection("fundamental");
        FundamentalReading fundamental = fundamentalSection is null ? default : new FundamentalReader(fundamentalSection, files).Read();
        Price? price = ReadInitialPrice(instrument, rules, fundamental);
        section.Close();
        return _problems.Count > problemsBefore
            ? null
            : new ScenarioMarket(instrument!, session!, rules!, fees!, price!.Value, levels.Value, fundamental.Value!) { Activity = activity! };
    }

    /// <summary>Self-trade prevention between orders of one owner.</summary>
    public static ValueRule<SelfTradeMode> SelfTrade { get; } = new(
        "allow (they trade, and are counted), cancel_newest, cancel_oldest or decrement",
        static text => ScenarioKeywords.SelfTradeModes.Where(pair => pair.Word == text).Select(static pair => new Parsed<SelfTradeMode>?(new(pair.Mode))).FirstOrDefault());

    private Instrument? ReadInstrument()
    {
        Field<string> symbol = section.Optional("symbol", Rules.Name("SIM"), "SIM", "SIM");
        Field<decimal> tickSize = section.Required("tickSize", Rules.Positive("0.01"));
        Field<decimal> lotSize = section.Optional("lotSize", Rules.Positive("1"), 1, "1");
        return symbol.IsValid && tickSize.IsValid && lotSize.IsValid
            ? new Instrument(symbol.Value, tickSize.Value, lotSize.Value)
            : null;
    }

    private TradingSession? ReadSession()
    {
        Field<long> tick = section.Required("tick", Rules.Duration("1s", minimum: 1));
        Field<SimulatedTime> open = section.Required("open", Rules.TimeOfDay);
        Field<SimulatedTime> close = ReadClose(open);
        if (!open.IsValid || !close.IsValid)
        {
            return null;
        }

        if (close.Value <= open.Value)
        {
            close.Refuse(_problems, $"later than market.open, {open.Text}");
            return null;
        }

        if (close.Value.Nanoseconds > LatestNanoseconds)
        {
            close.Refuse(_problems, "within 46,000 days of the first midnight");
            return null;
        }

        if (tick.IsValid && tick.Value > close.Value - open.Value)
        {
            tick.Refuse(_problems, $"at most the length of the session, {ScenarioFormat.Duration(close.Value - open.Value)}");
            return null;
        }

        return tick.IsValid ? new TradingSession(open.Value, close.Value, tick.Value) : null;
    }

    /// <summary>The end of trading: a time, or a length for sessions of several days.</summary>
    private Field<SimulatedTime> ReadClose(Field<SimulatedTime> open)
    {
        if (!section.Has("length"))
        {
            return section.Required("close", Rules.TimeOfDay);
        }

        Field<long> length = section.Required("length", Rules.Duration("6.5h", minimum: 1));
        if (section.Has("close"))
        {
            section.Optional("close", Rules.TimeOfDay, default, string.Empty);
            length.Refuse(_problems, "left out where market.close is given");
            return section.Invalid<SimulatedTime>("close");
        }

        return new Field<SimulatedTime>(length.Path, length.Line, length.Text, length.IsValid, open.Value + length.Value);
    }

    private BookRules? ReadRules(Instrument? instrument)
    {
        Field<long> priceIncrement = Ticks("priceIncrement", instrument, DefaultRules.PriceIncrement);
        Field<long> maximumPrice = Ticks("maximumPrice", instrument, DefaultRules.MaximumPrice.Ticks);
        Field<long> quantityIncrement = Lots("quantityIncrement", instrument, DefaultRules.QuantityIncrement);
        Field<SelfTradeMode> selfTrade = section.Optional("selfTrade", SelfTrade, SelfTradeMode.Allow, "allow");
        Field<long> maximumQuantity = Lots("maximumQuantity", instrument, DefaultRules.MaximumQuantity.Lots);
        if (!priceIncrement.IsValid || !maximumPrice.IsValid || !quantityIncrement.IsValid || !maximumQuantity.IsValid)
            return null;
        if (maximumQuantity.Value > uint.MaxValue)
            maximumQuantity = maximumQuantity.Refuse(_problems, $"at most {uint.MaxValue} lots");
        else if (maximumPrice.Value > long.MaxValue / maximumQuantity.Value)
            maximumPrice = maximumPrice.Refuse(_problems, $"lower: times market.maximumQuantity, {maximumQuantity.Text}, it exceeds 64 bits");
        if (priceIncrement.Value > maximumPrice.Value)
            priceIncrement = priceIncrement.Refuse(_problems, $"at most market.maximumPrice, {maximumPrice.Text}");
        if (quantityIncrement.Value > maximumQuantity.Value)
            quantityIncrement = quantityIncrement.Refuse(_problems, $"at most market.maximumQuantity, {maximumQuantity.Text}");
        if (!priceIncrement.IsValid || !maximumPrice.IsValid || !quantityIncrement.IsValid || !maximumQuantity.IsValid)
            return null;
        return new BookRules
        {
            PriceIncrement = priceIncrement.Value,
            MaximumPrice = new Price(maximumPrice.Value),
            QuantityIncrement = quantityIncrement.Value,
            MaximumQuantity = new Quantity(maximumQuantity.Value),
            SelfTrades = new SelfTradeRules { Mode = selfTrade.Value },
        };
    }

    /// <summary>Reads the section; null after a problem, which is reported.</summary>
    public static FeeSchedule? ReadFees(SectionReader fees)
    {
        Field<long> maker = fees.Optional("maker", Rules.Fee, 0, "0bp");
        Field<long> taker = fees.Optional("taker", Rules.Fee, 0, "0bp");
        fees.Close();
        return maker.IsValid && taker.IsValid ? new FeeSchedule(maker.Value, taker.Value) : null;
    }

    /// <summary>Reads the section; null after a problem, which is reported.</summary>
    private static ActivityProfile? ReadActivity(SectionReader activity)
    {
        Field<double> open = activity.Optional("open", Rules.Number("0.1 to 100, e.g. 2.5", 0.1, 100), 1, "1");
        Field<double> close = activity.Optional("close", Rules.Number("0.1 to 100, e.g. 2.5", 0.1, 100), 1, "1");
        Field<long> day = activity.Optional("day", Rules.Duration("6.5h", minimum: 1), 0, "the session");
        activity.Close();
        return open.IsValid && close.IsValid && day.IsValid ? new ActivityProfile(open.Value, close.Value, day.Value) : null;
    }

    private Price? ReadInitialPrice(Instrument? instrument, BookRules? rules, FundamentalReading fundamental)
    {
        decimal? step = rules?.PriceIncrement * instrument?.TickSize;
        Field<decimal>? read = ReadInitialPrice(step, fundamental);
        return read is { IsValid: true } given && rules is not null && step is not null ? ReadInitialPrice(instrument!, rules, given) : null;
    }

    /// <summary>Reads the initial price; null when the data state the price, but are wrong.</summary>
    private Field<decimal>? ReadInitialPrice(decimal? step, FundamentalReading fundamental)
    {
        ValueRule<decimal> rule = Rules.Positive("100.00");
        if (!fundamental.StatesPrice || section.Has("initialPrice"))
        {
            return section.Required("initialPrice", rule);
        }

        if (fundamental.StartingPrice is not { } start || step is not { } known)
        {
            return null;
        }

        // A price that data begin with need not fall on a step of the instrument.
        decimal rounded = Math.Max(known, Math.Round(start / known, MidpointRounding.AwayFromZero) * known);
        return section.Optional("initialPrice", rule, rounded, ScenarioFormat.Number(start));
    }

    private Price? ReadInitialPrice(Instrument instrument, BookRules rules, Field<decimal> given)
    {
        decimal step = rules.PriceIncrement * instrument.TickSize;
        if (!Rules.TryCountUnits(given.Value, step, out long steps))
        {
            given.Refuse(_problems, $"a multiple of the smallest price step, {ScenarioFormat.Number(step)}");
            return null;
        }

        var price = new Price(steps * rules.PriceIncrement);
        if (price > rules.MaximumPrice)
        {
            given.Refuse(_problems, $"at most market.maximumPrice, {ScenarioFormat.Number(instrument.ToCurrency(rules.MaximumPrice))}");
            return null;
        }

        return price;
    }

    private Field<long> Ticks(string key, Instrument? instrument, long defaultTicks) =>
        Multiple(key, instrument?.TickSize, "market.tickSize", defaultTicks);

    private Field<long> Lots(string key, Instrument? instrument, long defaultLots) =>
        Multiple(key, instrument?.LotSize, "market.lotSize", defaultLots);

    /// <summary>An amount counted in a unit of the instrument; without instrument only the amount itself is checked.</summary>
    private Field<long> Multiple(string key, decimal? unit, string unitKey, long defaultCount)
    {
        Field<decimal> given = section.Optional(key, Rules.Positive("100"), defaultCount * (unit ?? 1), ScenarioFormat.Number(defaultCount * (unit ?? 1)));
        long count = 0;
        if (given.IsValid && unit is { } known && !Rules.TryCountUnits(given.Value, known, out count))
        {
            given = given.Refuse(_problems, $"a multiple of {unitKey}, {ScenarioFormat.Number(known)}");
        }

        return new Field<long>(given.Path, given.Line, given.Text, given.IsValid && unit is not null, count);
    }
}
