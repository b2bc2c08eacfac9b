namespace MarketSim.Numerics.Randomness;

/// <summary>
/// What a stream of random numbers is drawn for. Two purposes of one entity never share a number. The values are part of
/// the counter of every draw, and so of every fingerprint: they never change, and a retired one is never used again.
/// </summary>
public enum RandomPurpose : ushort
{
    Strategy = 1,
    Latency = 2,
    DecisionOffset = 3,
    ArrivalTieBreak = 4,
    Fundamental = 5,
    Dispatcher = 6,
    Restart = 7,
    Environment = 8,
    ActionSampling = 9,
    Initialization = 10,
    Minibatch = 11,
    Replay = 12,
    Episode = 13,
    ImpactFlow = 14,
    Resampling = 15,
    OptionChoice = 20,
    Curriculum = 21,

    // 30 to 39: imitation learning.
    Demonstration = 30,
    Test = 65535,
}
