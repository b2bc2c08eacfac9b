using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Environments.Vectors;

/// <summary>Seeds of episodes.</summary>
public static class EpisodeSeeds
{
    /// <summary>
    /// The seed of one episode: the two words of the stream for <see cref="RandomPurpose.Episode"/> that stand at twice its number, so that
    /// it depends neither on when the episode is begun nor on how long earlier ones were.
    /// </summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="environment">Number of the environment, from 0.</param>
    /// <param name="episode">Number of its episode, from 0.</param>
    public static ulong Of(ulong seed, int environment, long episode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        return new RandomStream(seed, RandomPurpose.Episode, group: 0, environment, (ulong)episode * 2).NextUInt64();
    }
}
