namespace MarketSim.Learning.Imitation;

/// <summary>The methods by name.</summary>
public static class ImitationMethods
{
    public const string BehavioralCloning = "behavioral_cloning";
    public const string Dagger = "dagger";
    public const string InverseReinforcementLearning = "inverse_reinforcement_learning";
    public const string Gail = "gail";
    public const string Airl = "airl";

    public static IReadOnlyList<string> Names { get; } = [BehavioralCloning, Dagger, InverseReinforcementLearning, Gail, Airl];

    /// <summary>The name as it is spelled here; upper and lower case, and the other spelling of behaviour, do not matter.</summary>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public static string Canonical(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.Replace("behaviour", "behavior", StringComparison.OrdinalIgnoreCase);
        return Names.FirstOrDefault(known => known.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no method '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
    }
}
