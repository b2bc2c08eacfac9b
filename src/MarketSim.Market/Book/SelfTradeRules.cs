using System.Collections.Immutable;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Book;

/// <summary>Self-trade prevention: the outcome where an order would trade with another one of its own owner. The aggressor's mode decides.</summary>
public enum SelfTradeMode : byte
{
    /// <summary>They trade, like any others; the venue counts it.</summary>
    Allow = 0,

    /// <summary>The rest of the aggressor is cancelled; the resting order stays.</summary>
    CancelNewest = 1,

    /// <summary>The resting order is cancelled; the aggressor continues to match.</summary>
    CancelOldest = 2,

    /// <summary>Both lose the smaller of their two open quantities, without a trade; what has none left is cancelled.</summary>
    Decrement = 3,
}

/// <summary>An account's mode and owner in self-trade prevention.</summary>
/// <param name="Mode">Mode for its aggressive orders.</param>
/// <param name="Owner">Accounts of one owner do not trade with each other; any number that names the owner.</param>
public readonly record struct SelfTradeAccount(SelfTradeMode Mode, int Owner);

/// <summary>Self-trade prevention of a market: whose orders are one owner's, and what happens where they meet.</summary>
/// <remarks>
/// A post-only order is refused where it would meet any order, its owner's included. A fill-or-kill order is filled by the orders of others
/// alone, or refused: with <see cref="SelfTradeMode.CancelOldest"/> those of its owner are passed over, with the other two nothing behind the
/// first of them counts.
/// </remarks>
public sealed record SelfTradeRules
{
    /// <summary>Every account may trade with itself.</summary>
    public static SelfTradeRules None { get; } = new();

    /// <summary>Mode of accounts that <see cref="Accounts"/> does not contain; each of them is its own owner.</summary>
    public SelfTradeMode Mode { get; init; }

    /// <summary>The rules by account, from 0; empty when all accounts have the same mode and each is its own owner.</summary>
    public ImmutableArray<SelfTradeAccount> Accounts { get; init; } = [];

    /// <summary>The mode of an account.</summary>
    public SelfTradeMode ModeOf(AccountId account) => (uint)account.Value < (uint)Accounts.Length ? Accounts[account.Value].Mode : Mode;

    /// <summary>True when two accounts belong to one owner.</summary>
    public bool AreOneOwner(AccountId one, AccountId other) =>
        one == other
        || ((uint)one.Value < (uint)Accounts.Length
            && (uint)other.Value < (uint)Accounts.Length
            && Accounts[one.Value].Owner == Accounts[other.Value].Owner);
}
