using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Policies;

/// <summary>What passes of an <see cref="ActorCriticNetwork"/> keep. Not for several threads at once.</summary>
internal sealed class ActorCriticWorkspace(MlpWorkspace actor, MlpWorkspace critic, LstmWorkspace? actorMemory, LstmWorkspace? criticMemory)
{
    public MlpWorkspace Actor => actor;

    public MlpWorkspace Critic => critic;

    public LstmWorkspace? ActorMemory => actorMemory;

    public LstmWorkspace? CriticMemory => criticMemory;
}
