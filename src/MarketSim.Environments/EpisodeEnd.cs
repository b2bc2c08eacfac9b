namespace MarketSim.Environments;

/// <summary>The meaning of the end of an episode.</summary>
public enum EpisodeEnd
{
    /// <summary>The market goes on: the position is kept, its value stands, the episode is truncated.</summary>
    Truncate,

    /// <summary>The position is closed, costs and impact included, and the episode terminates.</summary>
    Liquidate,
}
