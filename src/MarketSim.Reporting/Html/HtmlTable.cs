using System.Net;
using System.Text;

namespace MarketSim.Reporting.Html;

/// <summary>A table; what its cells say is escaped.</summary>
internal sealed class HtmlTable(params HtmlColumn[] columns)
{
    /// <summary>More columns than fit a page of 390 pixels, where the table says that it scrolls.</summary>
    private const int MaxWidthOnPhone = 3;

    private readonly List<HtmlCell[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public void Add(params HtmlCell[] cells) => _rows.Add(
        cells.Length == columns.Length ? cells : throw new ArgumentException($"{cells.Length} cells for {columns.Length} columns.", nameof(cells)));

    public void WriteTo(StringBuilder html)
    {
        html.Append(columns.Length > MaxWidthOnPhone ? "<div class=\"scroll wide\"><table>\n<thead><tr>" : "<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (HtmlColumn column in columns)
        {
            html.Append("<th scope=\"col\"").Append(Class(column.Class)).Append('>').Append(WebUtility.HtmlEncode(column.Name)).Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (HtmlCell[] row in _rows)
        {
            html.Append("<tr>");
            for (int index = 0; index < row.Length; index++)
            {
                string style = $"{columns[index].Class} {row[index].Class}".Trim();
                html.Append("<td").Append(Class(style)).Append('>').Append(WebUtility.HtmlEncode(row[index].Text)).Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static string Class(string style) => style.Length == 0 ? string.Empty : $" class=\"{style}\"";
}

/// <summary>A column; numbers stand to the right.</summary>
/// <param name="Class">Class of the style sheet for the column's cells; empty for numbers.</param>
internal readonly record struct HtmlColumn(string Name, string Class)
{
    public static HtmlColumn Text(string name) => new(name, "text");

    /// <summary>Text that may take several lines.</summary>
    public static HtmlColumn Prose(string name) => new(name, "prose");

    public static HtmlColumn Number(string name) => new(name, string.Empty);
}

/// <summary>The text of a cell.</summary>
/// <param name="Class">Class of the style sheet for this cell alone; empty for none.</param>
internal readonly record struct HtmlCell(string Text, string Class)
{
    public static implicit operator HtmlCell(string text) => new(text, string.Empty);
}
