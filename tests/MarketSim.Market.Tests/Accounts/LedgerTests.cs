using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Tests.Accounts;

public sealed class LedgerTests
{
    private static readonly FeeSchedule Fees = new(MakerPerHundredMillion: -1 * FeeSchedule.PerBasisPoint, TakerPerHundredMillion: 3 * FeeSchedule.PerBasisPoint);

    [Fact]
    public void Trade_moves_cash_and_inventory_and_pays_the_venue()
    {
        Ledger ledger = Open(accounts: 3);

        (long takerFee, long makerFee) = ledger.Book(new AccountId(2), Side.Sell, new AccountId(0), new Price(10_000), new Quantity(100));

        // The notional value is a million tick·lots.
        Assert.Equal((300L, -100L, 200L), (takerFee, makerFee, ledger.VenueCash));
        Assert.Equal((5_000_000L + 999_700, -50L), CashAndInventory(ledger, 2));
        Assert.Equal((5_000_000L - 999_900, 150L), CashAndInventory(ledger, 0));
        Assert.Equal((5_000_000L, 50L), CashAndInventory(ledger, 1));
        ledger.CheckConservation();
    }

    [Fact]
    public void Trade_with_oneself_costs_the_fees_and_nothing_else()
    {
        Ledger ledger = Open(accounts: 1);

        ledger.Book(new AccountId(0), Side.Buy, new AccountId(0), new Price(10_000), new Quantity(100));

        Assert.Equal((5_000_000L - 200, 50L), CashAndInventory(ledger, 0));
        ledger.CheckConservation();
    }

    [Fact]
    public void Nothing_is_made_or_lost_in_any_sequence_of_trades()
    {
        const int accounts = 5;
        Ledger ledger = Open(accounts);
        RandomStream random = new(11, RandomPurpose.Test, 0, 0);

        for (int trade = 0; trade < 5_000; trade++)
        {
            ledger.Book(
                new AccountId(random.NextInt32(accounts)),
                random.NextBoolean() ? Side.Buy : Side.Sell,
                new AccountId(random.NextInt32(accounts)),
                new Price(1 + random.NextInt64(20_000)),
                new Quantity(1 + random.NextInt64(500)));

            (long cash, long inventory, long fees) = (0, 0, 0);
            for (int account = 0; account < accounts; account++)
            {
                Position position = ledger[new AccountId(account)];
                cash += position.Cash;
                inventory += position.Inventory;
                fees += position.FeesPaid;
            }

            Assert.Equal((accounts * 5_000_000L, accounts * 50L, ledger.VenueCash), (cash + ledger.VenueCash, inventory, fees));
            ledger.CheckConservation();
        }

        Assert.True(ledger.VenueCash > 0);
    }

    [Fact]
    public void Restored_ledger_has_every_position()
    {
        Ledger ledger = Open(accounts: 2);
        ledger.Book(new AccountId(0), Side.Buy, new AccountId(1), new Price(10_000), new Quantity(7));
        Ledger restored = Open(accounts: 2);

        restored.RestoreVenueCash(ledger.VenueCash);
        Restore(restored, Save(ledger));

        Assert.Equal(ledger[new AccountId(0)], restored[new AccountId(0)]);
        Assert.Equal(ledger[new AccountId(1)], restored[new AccountId(1)]);
        Assert.Equal(Save(ledger), Save(restored));
    }

    [Fact]
    public void Saved_ledger_that_does_not_balance_with_the_openings_is_refused()
    {
        Ledger richer = new([new Position(5_000_001, 50, new Price(100))], Fees);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Restore(Open(accounts: 1), Save(richer)));

        Assert.Contains("cash 5000001 + 0 of the venue should be 5000000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saved_ledger_of_another_number_of_accounts_is_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Restore(Open(accounts: 3), Save(Open(accounts: 2))));

        Assert.Contains("expected an array of 3 elements, found one of 2", error.Message, StringComparison.Ordinal);
    }

    private static Ledger Open(int accounts) =>
        new([.. Enumerable.Repeat(new Position(5_000_000, 50, new Price(100)), accounts)], Fees);

    private static (long Cash, long Inventory) CashAndInventory(Ledger ledger, int account)
    {
        Position position = ledger[new AccountId(account)];
        return (position.Cash, position.Inventory);
    }

    private static byte[] Save(Ledger ledger)
    {
        MessagePackWriter writer = new();
        ledger.Save(0, ledger.AccountCount, writer);
        return writer.Written.ToArray();
    }

    private static void Restore(Ledger ledger, byte[] saved)
    {
        MessagePackReader reader = new(saved);
        ledger.Restore(0, ledger.AccountCount, ref reader);
        Assert.True(reader.End);
        ledger.CheckRestored();
    }
}
