namespace MarketSim.Learning.Imitation;

/// <summary>The methods by name.</summary>
public static class ImitationMethods
{
    /// <summary>Behavioural cloning.</summary>
    public const string BehavioralCloning = "behavioral_cloning";
    /// <summary>DAgger.</summary>
    public const string Dagger = "dagger";
    /// <summary>Maximum-causal-entropy inverse reinforcement learning.</summary>
    public const string InverseReinforcementLearning = "inverse_reinforcement_learning";
    /// <summary>Generative adversarial imitation learning.</summary>
    public const string Gail = "gail";
    /// <summary>Adversarial inverse reinforcement learning.</summary>
    public const string Airl = "airl";

    /// <summary>Behavioural cloning.</summary>
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
