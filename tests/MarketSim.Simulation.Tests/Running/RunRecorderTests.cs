using MarketSim.Agents.Decisions;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class RunRecorderTests
{
    private const long Second = SimulatedTime.NanosecondsPerSecond;

    [Fact]
    public async Task Samples_are_taken_on_idle_ticks_and_at_the_close_and_show_the_market_before_the_tick()
    {
        // Ten seconds from 09:30; one agent offers in tick 3, one buys part of it in tick 6, otherwise nothing happens.
        Scenario scenario = SmallMarket.Scenario(seconds: 10) with
        {
            Agents =
            [
                ScriptedStrategy.Group("seller", 1, 3 * Second, decision => Once(decision, Side.Sell, price: 10_002, quantity: 5), inventory: 5),
                ScriptedStrategy.Group("buyer", 1, 6 * Second, decision => Once(decision, Side.Buy, price: 10_002, quantity: 2)),
            ],
            Output = new ScenarioOutput { SampleIntervalNanoseconds = 2 * Second, BookLevels = 1 },
        };
        using var folder = new TemporaryFolder();

        await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());

        CsvTable book = new(folder[RunFolder.BookFile]);
        Assert.Equal([0m, 2, 4, 6, 8, 10], book.Numbers("tick"));
        Assert.Equal([34_200m, 34_202, 34_204, 34_206, 34_208, 34_210], book.Numbers("time_seconds"));
        Assert.Equal(",,100.02,100.02,100.02,100.02", string.Join(',', book.Texts("ask")));
        Assert.Equal(",,5,5,3,3", string.Join(',', book.Texts("ask_1_quantity")));
        Assert.Equal(",,,,,", string.Join(',', book.Texts("mid")));
        Assert.Equal([100m, 100, 100, 100, 100.02m, 100.02m], book.Numbers("last"));

        CsvTable metrics = new(folder[RunFolder.MetricsFile]);
        Assert.Equal([0m, 0, 1, 1, 2, 2], metrics.Numbers("orders"));
        Assert.Equal([0m, 0, 0, 0, 1, 1], metrics.Numbers("trades"));

        CsvTable groups = new(folder[RunFolder.GroupsFile]);
        Assert.Equal([5m, 0, 0, 5, 0, 0, 5, 0, 0, 5, 0, 0, 3, 2, 0, 3, 2, 0], groups.Numbers("inventory"));
        Assert.Equal(["34206.001000000"], new CsvTable(folder[RunFolder.TradesFile]).Texts("time_seconds"));
    }

    [Fact]
    public async Task Cash_of_all_agents_and_the_fees_of_all_trades_add_up_to_the_opening_cash()
    {
        Scenario scenario = SmallMarket.Scenario();
        using var folder = new TemporaryFolder();

        RunResult result = await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());

        CsvTable trades = new(folder[RunFolder.TradesFile]);
        CsvTable agents = new(folder[RunFolder.AgentsFile]);
        decimal[] prices = trades.Numbers("price");
        decimal[] quantities = trades.Numbers("quantity");

        // The taker pays 0.3 basis points and the maker gets 0.1, each rounded to a cent in the venue's favour.
        decimal fees = prices.Zip(quantities, (price, quantity) => price * quantity)
            .Sum(notional => (Math.Ceiling(notional * 0.003m) - Math.Floor(notional * 0.001m)) / 100);
        Assert.True(fees > 1, $"fees of {fees} show too little");
        Assert.Equal(result.Summary.Trades, prices.Length);
        Assert.Equal(110 * 1_000_000m, agents.Numbers("cash").Sum() + fees);
        Assert.Equal(40 * 100m, agents.Numbers("inventory").Sum());

        // What the agents win together is the rise of the 4,000 shares that they began with, less the fees.
        Assert.Equal((4_000 * (prices[^1] - 100)) - fees, agents.Numbers("profit").Sum());
        Assert.Equal(agents.Numbers("profit"), agents.Numbers("realised").Zip(agents.Numbers("unrealised"), (realised, unrealised) => realised + unrealised));
        Assert.Equal(2 * quantities.Sum(), agents.Numbers("volume").Sum());
        Assert.Equal(2 * result.Summary.Trades, agents.Numbers("trades").Sum());
        Assert.Equal(result.Summary.Orders, agents.Numbers("orders").Sum());

        // The last sample of the groups says the same as the agents' final table.
        CsvTable groups = new(folder[RunFolder.GroupsFile]);
        Assert.Equal(agents.Numbers("cash").Sum(), groups.Numbers("cash")[^4..^1].Sum());

        // With the venue, fees add up to zero in every sample, and profits to what the price made of the opening inventory.
        Assert.Equal("venue", groups.Texts("group")[^1]);
        Assert.All(groups.Numbers("fees").Chunk(4), sample => Assert.Equal(0, sample.Sum()));
        Assert.Equal(-fees, groups.Numbers("fees")[^1]);
        Assert.Equal(4_000 * (prices[^1] - 100), groups.Numbers("profit")[^4..].Sum());
        VenueResult venue = result.Summary.Venue!;
        Assert.Equal((fees, 4_000 * (prices[^1] - 100)), (venue.Profit, venue.OpeningInventoryGain));
        Assert.Equal(fees, result.Summary.Groups.Sum(group => group.Fees));
        Assert.Equal(venue.OpeningInventoryGain, venue.Profit + result.Summary.Groups.Sum(group => group.Profit));
    }

    private static void Once(Decision decision, Side side, long price, long quantity)
    {
        if (decision.IsScheduled)
        {
            decision.SubmitLimit(side, new Price(price), new Quantity(quantity));
        }
    }
}
