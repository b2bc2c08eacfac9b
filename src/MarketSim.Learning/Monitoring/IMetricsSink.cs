namespace MarketSim.Learning.Monitoring;

/// <summary>Takes the figures of a training as they arise: losses, rewards, rates.</summary>
public interface IMetricsSink : IDisposable
{
    /// <param name="name">Group and name, e.g. <c>train/policy_loss</c>; the group before the slash is what viewers gather charts by.</param>
    /// <param name="value">Any number; one that is not finite is kept as what it is, since it tells how a learner diverged.</param>
    /// <param name="step">Environment steps so far, not negative.</param>
    void Record(string name, double value, long step);

    /// <summary>Hands everything recorded so far to the operating system, so that a viewer sees it.</summary>
    void Flush();
}
