namespace MarketSim.Learning.Environments;

/// <summary>An environment that knows a policy to measure others by, such as the best one where theory gives it.</summary>
public interface IReferencePolicy
{
    /// <summary>The action of the reference policy now.</summary>
    /// <param name="action">Shape [ActionSpace.Size].</param>
    void ReferenceAction(Span<float> action);
}
