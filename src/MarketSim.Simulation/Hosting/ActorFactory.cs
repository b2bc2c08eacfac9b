using Akka.Actor;

namespace MarketSim.Simulation.Hosting;

/// <summary>Makes actors by a plain constructor call, the same way at a start and at a restart.</summary>
/// <remarks><c>Props.Create</c> with an expression evaluates the expression by reflection for every actor: too slow for one actor per market agent.</remarks>
internal sealed class ActorFactory<TActor>(Func<TActor> create) : IIndirectActorProducer
    where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public ActorBase Produce() => create();

    public void Release(ActorBase actor)
    {
    }
}

/// <summary>Makes <see cref="Props"/> of actors that a plain constructor call creates, the same way at a start and at a restart.</summary>
public static class ActorFactory
{
    /// <summary>Props of an actor.</summary>
    /// <param name="create">Called at each start and restart.</param>
    public static Props Of<TActor>(Func<TActor> create)
        where TActor : ActorBase => Props.CreateBy(new ActorFactory<TActor>(create));
}
