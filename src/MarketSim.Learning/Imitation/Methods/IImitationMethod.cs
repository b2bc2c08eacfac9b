using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Methods;

/// <summary>A way of learning from demonstrations, epoch by epoch.</summary>
internal interface IImitationMethod
{
    /// <summary>The policy that imitates the expert.</summary>
    IPolicy Policy { get; }

    /// <summary>All epochs so far, in order.</summary>
    IReadOnlyList<ImitationEpoch> History { get; }

    /// <summary>True when further epochs would change nothing.</summary>
    bool IsDone { get; }

    /// <summary>Caveats of the training so far.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>Says how long the training is, for schedules that end with it.</summary>
    /// <param name="epochs">In all.</param>
    void Plan(int epochs);

    /// <param name="batchSize">Steps of a minibatch.</param>
    void Epoch(int batchSize);

    /// <summary>The fit of the policy to held-out episodes, or to all when none are held out; null for a method whose policy cannot be compared so.</summary>
    CloneFit? Fit();

    void Save(MessagePackWriter writer);

    /// <param name="withEnvironment">False for a new training in fresh episodes that begins with what was learned.</param>
    void Restore(ref MessagePackReader reader, bool withEnvironment);
}
