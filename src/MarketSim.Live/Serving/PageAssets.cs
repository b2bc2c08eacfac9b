using System.Reflection;
using System.Text;
using MarketSim.Reporting.Charts;

namespace MarketSim.Live.Serving;

/// <summary>The parts of the page, which the build embeds.</summary>
internal static class PageAssets
{
    private const string Script = "text/javascript; charset=utf-8";

    /// <summary>The files of the page by path; the charts' library is the report's, and empty in a build without Node.js.</summary>
    public static IReadOnlyDictionary<string, (string ContentType, byte[] Content)> Files { get; } = new Dictionary<string, (string, byte[])>(StringComparer.Ordinal)
    {
        ["/"] = ("text/html; charset=utf-8", Own("live.html")),
        ["/live.css"] = ("text/css; charset=utf-8", [.. Encoding.UTF8.GetBytes(ChartAssets.Style), .. Own("live.css")]),
        ["/look.js"] = (Script, Encoding.UTF8.GetBytes(ChartAssets.Look)),
        ["/charts.js"] = (Script, Own("charts.js")),
        ["/live.js"] = (Script, Own("live.js")),
        ["/echarts.js"] = (Script, Encoding.UTF8.GetBytes(ChartAssets.ECharts ?? string.Empty)),
    };

    private static byte[] Own(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
