namespace MarketSim.Learning.Hierarchical;

/// <summary>The condition that ends an option; the values of a scenario's <c>termination</c>.</summary>
public enum OptionTermination
{
    /// <summary>Every option acts for the same number of steps.</summary>
    Fixed,

    /// <summary>The controller picks a duration with the option: one of 1, 2, 4, … 128 steps.</summary>
    Duration,

    /// <summary>A learned head says after each step whether the option ends (Option-Critic, Bacon et al. 2017, arXiv:1609.05140).</summary>
    Head,
}
