using MarketSim.Agents.Strategies;

namespace MarketSim.Scenarios.Plugins;

/// <summary>An assembly with strategies of the user's own, which a run keeps by name and digest.</summary>
/// <param name="Name">In the scenario's section <c>plugins</c>.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Sha256">Of the file that was loaded, in lower-case hexadecimal.</param>
/// <param name="Strategies">Strategies that it defines; at least one.</param>
public sealed record ScenarioPlugin(string Name, string Path, string Sha256, IReadOnlyList<StrategyDefinition> Strategies)
{
    /// <summary>A name for a file, as the section <c>plugins</c> and <c>--set</c> take it.</summary>
    public static string NameOf(string path) =>
        string.Concat(System.IO.Path.GetFileNameWithoutExtension(path).Select(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
}
