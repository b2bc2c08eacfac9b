namespace MarketSim.Reporting.Tests.Runs;

/// <summary>A run of four samples whose every number can be checked by hand. Ticks of 0.5, a session of 40 seconds from 10:00:00.</summary>
internal static class SmallRun
{
    public const string Book = """
        tick,time_seconds,bid,bid_quantity,ask,ask_quantity,mid,last,volume,fundamental,bid_1,bid_1_quantity,bid_2,bid_2_quantity,ask_1,ask_1_quantity,ask_2,ask_2_quantity
        0,36000,99.5,10,100.5,20,100,,0,101,99.5,10,99,30,100.5,20,101,40
        10,36010,99.5,12,101.5,20,100.5,100.5,5,101,99.5,12,99,30,101.5,20,102,40
        20,36020,,,101,7,,101,25,102,,,,,101,7,102,40
        30,36030,100,10,101,20,100.5,100,40,102,100,10,99,30,101,20,102,40

        """;

    public const string Trades = """
        tick,time_seconds,price,quantity,aggressor_side,aggressor,resting,aggressor_order,resting_order
        3,36003.25,100.5,5,buy,1,2,11,7
        14,36014,101,12,buy,1,3,15,8
        14,36014,101,8,buy,1,2,15,9
        28,36028.5,100,15,sell,3,1,19,10

        """;

    public const string Metrics = """
        tick,time_seconds,orders,cancels,amendments,trades,refusals,volume,messages,awake
        0,36000,0,0,0,0,0,0,0,0
        10,36010,20,5,1,1,0,5,30,4
        20,36020,50,5,1,3,2,25,60,4
        30,36030,55,10,1,4,2,40,70,4

        """;

    public const string Groups = """
        tick,time_seconds,group,type,agents,cash,inventory,profit
        0,36000,noise,zero_intelligence,2,0,0,0
        0,36000,maker,market_maker,1,0,0,0
        10,36010,noise,zero_intelligence,2,-500,5,-2.5
        10,36010,maker,market_maker,1,500,-5,2.5
        20,36020,noise,zero_intelligence,2,-2500,25,-10
        20,36020,maker,market_maker,1,2500,-25,10
        30,36030,noise,zero_intelligence,2,-1000,10,-12.5
        30,36030,maker,market_maker,1,1000,-10,12.5

        """;

    public const string Agents = """
        agent,group,type,cash,inventory,profit,realised,unrealised,orders,trades,volume,failures
        0,noise,zero_intelligence,-600,6,-10,0,-10,20,2,20,1
        1,noise,zero_intelligence,-400,4,-2.5,0,-2.5,15,2,20,0
        2,maker,market_maker,1000,-10,12.5,12.5,0,20,4,40,0

        """;

    public const string Facts = """
        {"version":"0.1.0","scenario":"small","seed":18446744073709551615,"fingerprint":"abc123","fingerprintEvery1000":["abc"],"fingerprintSpacingTicks":1000,"stateDigest":"def456",
        "ticks":40,"agents":3,"orders":55,"trades":4,"volume":100,"messages":70,"wallSeconds":0.5,"status":"finished","symbol":"SYM","tickSize":0.5,"lotSize":1,
        "tickNanoseconds":1000000000,"openSeconds":36000,"closeSeconds":36040,"agentFailures":1,"notes":[]}
        """;

    public static TemporaryFolder Create()
    {
        var folder = new TemporaryFolder();
        folder.Write("run.json", Facts);
        folder.Write("book.csv", Book);
        folder.Write("trades.csv", Trades);
        folder.Write("metrics.csv", Metrics);
        folder.Write("groups.csv", Groups);
        folder.Write("agents.csv", Agents);
        return folder;
    }
}
