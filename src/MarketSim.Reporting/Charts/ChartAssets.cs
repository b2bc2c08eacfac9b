using System.Reflection;

namespace MarketSim.Reporting.Charts;

/// <summary>The style and scripts of the report's pages, embedded by the build; other pages that show a market share them.</summary>
public static class ChartAssets
{
    internal static string Template { get; } = Required("report.html");

    /// <summary>The style sheet.</summary>
    public static string Style { get; } = Required("report.css");

    /// <summary>The code that the scripts below share; it comes before them.</summary>
    public static string Look { get; } = Required("look.js");

    /// <summary>Draws the charts of a market.</summary>
    internal static string Script { get; } = Required("report.js");

    /// <summary>Draws figures.</summary>
    internal static string Figures { get; } = Required("figures.js");

    /// <summary>Apache ECharts, minified; null in a build without Node.js.</summary>
    public static string? ECharts { get; } = Find("echarts.min.js");

    private static string Required(string name) =>
        Find(name) ?? throw new InvalidOperationException($"{name} is not embedded in {Assembly.GetExecutingAssembly().GetName().Name}.");

    private static string? Find(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
