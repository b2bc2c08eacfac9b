namespace MarketSim.Learning.Imitation.Rewards;

/// <summary>A reward as a function of a step: what an expert was found to want.</summary>
public interface IRewardFunction
{
    /// <param name="observation">Shape [observation size]: before the step.</param>
    /// <param name="action">Shape [action size].</param>
    /// <param name="next">Shape [observation size]: after the step.</param>
    double Of(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, ReadOnlySpan<float> next);
}
