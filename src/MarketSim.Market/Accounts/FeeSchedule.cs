using MarketSim.Market.Orders;

namespace MarketSim.Market.Accounts;

/// <summary>Fees on the notional value of a trade, rounded up to whole tick·lots in the venue's favour.</summary>
/// <param name="MakerPerHundredMillion">Fee of the resting side, in 1e-8 of the notional (1 basis point = 10,000); negative is a rebate.</param>
/// <param name="TakerPerHundredMillion">Fee of the aggressor, in the same unit.</param>
public sealed record FeeSchedule(long MakerPerHundredMillion, long TakerPerHundredMillion)
{
    /// <summary>A basis point in the unit of the rates.</summary>
    public const long PerBasisPoint = 10_000;

    /// <summary>No fees.</summary>
    public static FeeSchedule Free { get; } = new(0, 0);

    /// <summary>Fee of the resting side, in tick·lots; negative for a rebate.</summary>
    public long MakerFee(Price price, Quantity quantity) => Fee(price * quantity, MakerPerHundredMillion);

    /// <summary>Fee of the aggressor, in tick·lots.</summary>
    public long TakerFee(Price price, Quantity quantity) => Fee(price * quantity, TakerPerHundredMillion);

    private static long Fee(long notional, long rate)
    {
        if (rate == 0)
        {
            return 0;
        }

        const long denominator = 100_000_000;
        Int128 numerator = (Int128)notional * rate;
        Int128 quotient = numerator / denominator;
        return (long)(numerator > 0 && quotient * denominator != numerator ? quotient + 1 : quotient);
    }
}
