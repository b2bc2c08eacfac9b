namespace MarketSim.Environments;

/// <summary>The meaning of the end of an episode.</summary>
public enum EpisodeEnd
{
    /// <summary>The market continues: the position is kept at its value, and the episode is truncated.</summary>
    Truncate,

    /// <summary>The position is closed, costs and impact included, and the episode terminates.</summary>
    Liquidate,
}
