using System.Text.Json;

namespace MarketSim.Reporting.Tests.Runs;

/// <summary>The JSON that a page gives to its scripts.</summary>
internal static class PageData
{
    /// <param name="id">Of the element: <c>chart-data</c> or <c>figure-data</c>.</param>
    public static JsonElement Of(string html, string id)
    {
        string start = $"<script type=\"application/json\" id=\"{id}\">";
        int from = html.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"the page has no {id}");
        from += start.Length;
        return JsonDocument.Parse(html[from..html.IndexOf("</script>", from, StringComparison.Ordinal)]).RootElement;
    }
}
