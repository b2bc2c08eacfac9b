namespace MarketSim.Learning.Hierarchical;

/// <summary>The equations of Option-Critic (Bacon et al. 2017, arXiv:1609.05140) for one step; the controller behind an end is taken as greedy.</summary>
internal static class OptionCritic
{
    /// <summary>
    /// The target of the value of an option in a state (equations 1 to 3): the reward plus the discounted value on arrival, of the option if it continues, of
    /// the best option if it ends.
    /// </summary>
    /// <param name="endProbability">Beta of the option in the next state.</param>
    /// <param name="optionValue">Q of the next state and the option.</param>
    /// <param name="bestValue">The largest Q of the next state.</param>
    /// <param name="terminated">True when no reward follows from the next state.</param>
    public static float Target(float reward, double gamma, float endProbability, float optionValue, float bestValue, bool terminated) =>
        terminated ? reward : (float)(reward + (gamma * (((1 - endProbability) * optionValue) + (endProbability * bestValue))));

    /// <summary>
    /// Gradient in the logit of beta of the loss beta (Q - V + cost), whose descent is the termination gradient (theorem 2): an option that is better than
    /// the others on arrival ends more rarely.
    /// </summary>
    /// <param name="cost">Of ending an option (Harb et al. 2018, equation 9).</param>
    public static float TerminationGradient(float endProbability, float optionValue, float bestValue, double cost) =>
        (float)((optionValue - bestValue + cost) * endProbability * (1 - endProbability));
}
