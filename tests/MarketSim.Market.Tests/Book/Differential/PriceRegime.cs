using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>Where the prices of a random stream of requests lie.</summary>
/// <param name="Rules">The book's rules in this regime.</param>
/// <param name="OrderIds">Ids are drawn from so many, so that they are used again; it bounds the number of resting orders.</param>
/// <param name="PriceAt">The price of the n-th request.</param>
internal sealed record PriceRegime(string Name, BookRules Rules, int OrderIds, PriceRegime.Draw PriceAt)
{
    public delegate long Draw(long request, ref RandomStream random);

    /// <summary>A few ticks, deep queues.</summary>
    public static PriceRegime Tight => new(
        nameof(Tight),
        new BookRules { MaximumPrice = new Price(2_000), MaximumQuantity = new Quantity(40) },
        64,
        (long _, ref RandomStream random) => 998 + random.NextInt64(5));

    /// <summary>Any magnitude from 1 to 10^12 ticks, in steps of 5, quantities in steps of 2.</summary>
    public static PriceRegime Sparse => new(
        nameof(Sparse),
        new BookRules { MaximumPrice = new Price(1_000_000_000_000), MaximumQuantity = new Quantity(40), PriceIncrement = 5, QuantityIncrement = 2 },
        48,
        (long _, ref RandomStream random) => 5 * (1 + random.NextInt64(1L << (int)(1 + random.NextInt64(37)))));

    /// <summary>The middle walks from 100 to 10,000,000 ticks and back, again and again; orders lie within 40 ticks of it, some a million away.</summary>
    public static PriceRegime Drifting => new(
        nameof(Drifting),
        new BookRules { MaximumPrice = new Price(20_000_000), MaximumQuantity = new Quantity(40) },
        64,
        DriftingPrice);

    /// <summary>Many orders at once.</summary>
    public static PriceRegime Deep => new(
        nameof(Deep),
        new BookRules { MaximumPrice = new Price(1_000_000), MaximumQuantity = new Quantity(40) },
        3_000,
        (long _, ref RandomStream random) => 500_000 + (long)random.NextNormal(0, 120));

    /// <summary>The same under self-trade prevention: accounts 0 and 1 are one owner, and the modes are those given, in turn.</summary>
    public PriceRegime WithSelfTrades(params SelfTradeMode[] modes) => this with
    {
        Name = $"{Name}, {string.Join('/', modes)}",
        Rules = Rules with
        {
            SelfTrades = new SelfTradeRules
            {
                Mode = modes[^1],
                Accounts = [.. Enumerable.Range(0, 4).Select(account => new SelfTradeAccount(modes[account % modes.Length], Math.Max(1, account)))],
            },
        },
    };

    private static long DriftingPrice(long request, ref RandomStream random)
    {
        const long Lowest = 100;
        const long Highest = 10_000_000;
        const long RequestsPerLeg = 20_000;
        long leg = request / RequestsPerLeg;
        long walked = (Highest - Lowest) / RequestsPerLeg * (request % RequestsPerLeg);
        long middle = leg % 2 == 0 ? Lowest + walked : Highest - walked;
        long distance = random.NextBoolean(0.02) ? 1_000_000 : 1 + random.NextInt64(40);
        return Math.Max(1, random.NextBoolean() ? middle - distance : middle + distance);
    }
}
