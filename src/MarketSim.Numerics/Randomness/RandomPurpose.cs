namespace MarketSim.Numerics.Randomness;

/// <summary>
/// The purpose of a stream of random numbers. Two purposes of one entity never share a number. The values are part of the counter of every draw, and so of
/// every fingerprint: they never change, and a retired one is never used again.
/// </summary>
public enum RandomPurpose : ushort
{
    /// <summary>Draws of rule-based strategies.</summary>
    Strategy = 1,
    /// <summary>Latency of agents and jitter of requests.</summary>
    Latency = 2,
    /// <summary>Time within the tick of a decision that an account event caused.</summary>
    DecisionOffset = 3,
    /// <summary>Order of requests that arrive at the same nanosecond.</summary>
    ArrivalTieBreak = 4,
    /// <summary>The fundamental value.</summary>
    Fundamental = 5,
    /// <summary>Order of turns in tests of actors.</summary>
    Dispatcher = 6,
    /// <summary>Restarts of failed agents.</summary>
    Restart = 7,
    /// <summary>Environments of learning.</summary>
    Environment = 8,
    /// <summary>Actions of policies.</summary>
    ActionSampling = 9,
    /// <summary>First weights of networks.</summary>
    Initialization = 10,
    /// <summary>Order of minibatches.</summary>
    Minibatch = 11,
    /// <summary>Draws from replay buffers.</summary>
    Replay = 12,
    /// <summary>Seeds of episodes.</summary>
    Episode = 13,
    /// <summary>Order flow of impact models.</summary>
    ImpactFlow = 14,
    /// <summary>Bootstrap resamples.</summary>
    Resampling = 15,
    /// <summary>Choices of options.</summary>
    OptionChoice = 20,
    /// <summary>Curricula.</summary>
    Curriculum = 21,

    // 30 to 39: imitation learning.
    /// <summary>Demonstrations.</summary>
    Demonstration = 30,
    /// <summary>Tests.</summary>
    Test = 65535,
}
