using System.Text.Json;

namespace MarketSim.Reporting.Tests.Runs;

/// <summary>The JSON that a report gives to its script.</summary>
internal static class ReportData
{
    /// <summary>Stands for ECharts, so that these tests need no Node.js.</summary>
    public const string LibraryText = "const echarts = null;";

    public static JsonElement Of(string runFolder) =>
        PageData.Of(File.ReadAllText(HtmlReport.Write(runFolder, LibraryText)), "chart-data");

    /// <summary>Null where a number is absent.</summary>
    public static double?[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble())];
}
