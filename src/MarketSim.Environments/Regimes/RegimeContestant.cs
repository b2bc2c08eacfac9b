namespace MarketSim.Environments.Regimes;

/// <summary>A policy that learns in a regime market, or is compared there.</summary>
public enum RegimeContestant
{
    /// <summary>Controller and options, with the reward of the task alone.</summary>
    Hierarchical,

    /// <summary>Controller and options; two options earn beside the task's reward what sets them apart (trend, reversion), the third for a small position.</summary>
    HierarchicalWithRewards,

    /// <summary>The options of the same seed's hierarchy after its training, under choices drawn evenly.</summary>
    RandomController,

    /// <summary>PPO without memory.</summary>
    Flat,

    /// <summary>PPO whose actions are each repeated for a number of steps.</summary>
    ActionRepeat,

    /// <summary>PPO with an LSTM.</summary>
    Recurrent,
}
