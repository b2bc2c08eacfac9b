namespace MarketSim.Learning.Optimisation;

/// <summary>State that an update changes, and that can go back to where it was when the update went wrong.</summary>
public interface IRollbackScope
{
    /// <summary>True when all its numbers are finite.</summary>
    bool IsFinite { get; }

    /// <summary>Remembers the present state, in place of what was remembered before. Allocates the first time only.</summary>
    void Remember();

    /// <summary>Goes back to what was remembered.</summary>
    void Revert();
}
