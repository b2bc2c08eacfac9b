namespace MarketSim.Environments;

/// <summary>What the end of an episode means.</summary>
public enum EpisodeEnd
{
    /// <summary>The market goes on: the position is kept, its value stands, the episode is truncated.</summary>
    Truncate,

    /// <summary>The position is closed, costs and impact included, and the episode terminates.</summary>
    Liquidate,
}
