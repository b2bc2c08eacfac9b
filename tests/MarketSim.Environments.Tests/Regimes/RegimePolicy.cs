namespace MarketSim.Environments.Tests.Regimes;

/// <summary>The policies that are trained or compared in a regime market.</summary>
internal enum RegimePolicy
{
    /// <summary>Controller and options, with the reward of the task alone.</summary>
    Hierarchical,

    /// <summary>Controller and options; beside the task's reward, one option is rewarded for trend, one for reversion, and one for a small position.</summary>
    HierarchicalWithRewards,

    /// <summary>The options of the same seed's hierarchy after its training, under uniformly random choices.</summary>
    RandomController,

    /// <summary>PPO without memory.</summary>
    Flat,

    /// <summary>PPO whose actions are each repeated for a number of steps.</summary>
    ActionRepeat,

    /// <summary>PPO with an LSTM.</summary>
    Recurrent,
}
