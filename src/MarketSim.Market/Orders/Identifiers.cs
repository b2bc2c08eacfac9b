namespace MarketSim.Market.Orders;

/// <summary>An account at the venue; a trading agent's account carries the agent's index in the scenario.</summary>
public readonly record struct AccountId(int Value) : IComparable<AccountId>
{
    /// <inheritdoc/>
    public int CompareTo(AccountId other) => Value.CompareTo(other.Value);
}

/// <summary>An order, named by who sent it: the account in the upper 32 bits, the account's own sequence in the lower.</summary>
public readonly record struct OrderId(long Value) : IComparable<OrderId>
{
    /// <inheritdoc/>
    public static OrderId Of(AccountId account, int sequence) => new(((long)account.Value << 32) | (uint)sequence);

    /// <inheritdoc/>
    public AccountId Account => new((int)(Value >> 32));

    /// <inheritdoc/>
    public int Sequence => (int)Value;

    /// <inheritdoc/>
    public int CompareTo(OrderId other) => Value.CompareTo(other.Value);
}
