namespace MarketSim.Scenarios;

/// <summary>A value that takes the place of a scenario's own before it is checked, such as <c>agents.noise.count=200</c>.</summary>
/// <param name="Path">Keys from the top of the file, with dots between them; in a list of groups or stages the name of one, or its place in brackets.</param>
/// <param name="Value">As the file would hold it.</param>
public sealed record ScenarioSetting(string Path, string Value)
{
    /// <summary>The setting as on a command line.</summary>
    public override string ToString() => $"{Path}={Value}";
}
