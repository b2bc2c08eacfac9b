namespace MarketSim.Market.Venues;

/// <summary>The limit of an account's debt. The default is <see cref="Unlimited"/>.</summary>
public readonly record struct FundsRule
{
    /// <summary>The most that a margin account may borrow against its equity.</summary>
    public const decimal MaxLeverage = 1_000;

    private const long Denominator = 1_000;

    private FundsRule(FundsKind kind, long leverageThousandths)
    {
        Kind = kind;
        LeverageThousandths = leverageThousandths;
    }

    /// <summary>The account may owe cash and inventory without bounds.</summary>
    public static FundsRule Unlimited => default;

    /// <summary>The account trades only the cash and the inventory that it has.</summary>
    public static FundsRule Limited => new(FundsKind.Limited, 0);

    /// <summary>The limit on an agent's positions.</summary>
    public FundsKind Kind { get; }

    /// <summary>Maximum exposure of a margin account as a multiple of its equity; 0 otherwise.</summary>
    public decimal Leverage => LeverageThousandths / (decimal)Denominator;

    private long LeverageThousandths { get; }

    /// <summary>The account may borrow cash and inventory while its position is worth at most <paramref name="leverage"/> times its equity.</summary>
    /// <param name="leverage">From 0.001 to <see cref="MaxLeverage"/>, counted in thousandths; the reciprocal of the initial margin.</param>
    public static FundsRule Margin(decimal leverage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leverage, 1m / Denominator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leverage, MaxLeverage);
        return new FundsRule(FundsKind.Margin, (long)(leverage * Denominator));
    }

    /// <summary>True when an exposure exceeds the leverage times the equity; both in tick·lots.</summary>
    internal bool IsExceededBy(Int128 exposure, Int128 equity) => exposure * Denominator > equity * LeverageThousandths;
}

/// <summary>The kinds of <see cref="FundsRule"/>.</summary>
public enum FundsKind
{
    /// <summary>No bounds.</summary>
    Unlimited,

    /// <summary>Neither cash nor inventory falls below zero by a trade.</summary>
    Limited,

    /// <summary>An initial margin: the position is bounded by the equity.</summary>
    Margin,
}
