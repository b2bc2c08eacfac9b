namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>Losses of one gradient step.</summary>
/// <param name="Critic">Half the squared errors of both critics, mean over the batch, before the step.</param>
/// <param name="Actor">Mean of alpha log pi - min Q, before the step.</param>
/// <param name="EntropyWeight">Before the step; 0 for a fixed weight.</param>
/// <param name="MeanLogProbability">Minus the entropy of the policy.</param>
internal readonly record struct SacLosses(double Critic, double Actor, double EntropyWeight, double MeanLogProbability)
{
    public bool AreFinite => double.IsFinite(Critic) && double.IsFinite(Actor) && double.IsFinite(EntropyWeight);
}
