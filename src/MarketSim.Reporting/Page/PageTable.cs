using System.Net;
using System.Text;
using MarketSim.Reporting.Html;

namespace MarketSim.Reporting.Page;

/// <summary>A table on a separate card.</summary>
internal static class PageTable
{
    public static void Write(StringBuilder html, string title, string explanation, HtmlTable table)
    {
        html.Append("<section class=\"card\">\n<h2>").Append(title).Append("</h2>\n<p>")
            .Append(WebUtility.HtmlEncode(table.IsEmpty ? "No data." : explanation)).Append("</p>\n");
        if (!table.IsEmpty)
        {
            table.WriteTo(html);
        }

        html.Append("</section>\n");
    }
}
