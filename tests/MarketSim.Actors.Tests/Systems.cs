namespace MarketSim.Actors.Tests;

/// <summary>The systems that tests run in.</summary>
internal static class Systems
{
    public static ActorSystem ThreadPool(Dispatcher? dispatcher = null) =>
        new("test", new ActorSystemOptions { TimeProvider = TimeProvider.System, DefaultDispatcher = dispatcher });

    public static ActorSystem CallingThread(TimeProvider? clock = null) =>
        new("test", new ActorSystemOptions { TimeProvider = clock ?? new VirtualTimeProvider(), DefaultDispatcher = new CallingThreadDispatcher() });

    public static ActorSystem Simulated(out VirtualTimeProvider clock, ulong seed = 1)
    {
        SimulatedDispatcher dispatcher = new(seed);
        clock = new VirtualTimeProvider(dispatcher.RunUntilIdle);
        return new ActorSystem("test", new ActorSystemOptions { TimeProvider = clock, DefaultDispatcher = dispatcher, Seed = seed });
    }
}
