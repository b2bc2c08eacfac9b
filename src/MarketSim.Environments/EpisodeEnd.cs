namespace MarketSim.Environments;

/// <summary>The treatment of a position when the last decision of an episode is made.</summary>
public enum EpisodeEnd
{
    /// <summary>The market continues: the position is kept at its value, and the episode is truncated.</summary>
    Truncate,

    /// <summary>The position is closed, costs and impact included, and the episode terminates.</summary>
    Liquidate,
}
