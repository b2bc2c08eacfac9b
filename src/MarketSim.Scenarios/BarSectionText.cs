using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Scenarios;

/// <summary>Writes the section of a scenario that reads a file of bars.</summary>
public static class BarSectionText
{
    /// <returns>YAML, to be put into a scenario, or to be changed first.</returns>
    public static string Of(string path, BarLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var yaml = new YamlOutput();
        YamlOutput bars = yaml.Section("bars");
        bars.Line("file", YamlOutput.Quote(path));
        BarLayoutFormat.Write(bars, layout);
        return yaml.ToString();
    }
}
