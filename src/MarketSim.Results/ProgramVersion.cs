using System.Reflection;

namespace MarketSim.Results;

/// <summary>The version of this program, as <c>run.json</c> names it.</summary>
public static class ProgramVersion
{
    /// <summary>For example <c>0.4.0</c>, with the revision that it was built from where that is known.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
