using System.Text.Json;
using MarketSim.Experiments.Theory;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class TheoryPlotsTests
{
    [Fact]
    public void Figure_holds_the_series_and_the_numbers_beside_them()
    {
        var figure = new TheoryFigure(
            "Execution schedule",
            "Step",
            "Units left",
            [new FigureSeries("Almgren-Chriss", [0, 1, 2], [10, 4, 0]), new FigureSeries("learned", [0, 1, 2], [10, 4.2, double.PositiveInfinity])],
            [("cost over optimum", 1.013)]);

        string html = FigurePage.Html("Theory", "", TheoryPlots.SectionsOf([figure]), ReportData.LibraryText);

        JsonElement drawn = PageData.Of(html, "figure-data").GetProperty("theory0");
        Assert.Equal("Units left", drawn.GetProperty("yAxis").GetString());
        Assert.Equal([10, 4, 0], drawn.GetProperty("lines")[0].Numbers("y"));
        Assert.Equal([10, 4.2, null], drawn.GetProperty("lines")[1].Numbers("y"));
        Assert.Contains("cost over optimum 1.013.", html, StringComparison.Ordinal);
    }
}
