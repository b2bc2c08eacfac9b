using MarketSim.Numerics.Tables;

namespace MarketSim.Numerics.Tests.Tables;

public sealed class CsvRowsTests
{
    [Fact]
    public void Rows_that_are_empty_are_left_out_and_lines_are_counted_as_in_the_file()
    {
        using CsvRows rows = Of("\na, \"b, b\" ,c\n\n  \n1,2,3");

        Assert.True(rows.MoveNext());
        Assert.Equal(["a", "b, b", "c"], rows.Fields);
        Assert.Equal(2, rows.Line);
        Assert.True(rows.MoveNext());
        Assert.Equal(["1", "2", "3"], rows.Fields);
        Assert.Equal(5, rows.Line);
        Assert.False(rows.MoveNext());
        Assert.Empty(rows.Fields);
    }

    [Theory]
    [InlineData("a,b", 1, "file.csv:1: has 2 columns; it must have 3.")]
    [InlineData("a,b,c\n1,x,3", 2, "file.csv:2: column 'b' is 'x'; it must be a number, e.g. 101.25.")]
    [InlineData("a,b,c\n1,NaN,3", 2, "file.csv:2: column 'b' is 'NaN'; it must be a number, e.g. 101.25.")]
    [InlineData("a,b,c\n1,2,0", 2, "file.csv:2: column 'c' is '0'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("a,b,c\n\n7,2,3", 2, "file.csv:3: column 'a' is '7'; it must be an integer from 0 to 5.")]
    [InlineData("a,b,c\n\"1,2,3\n4,5,6", 2, "file.csv:2: is no row of comma-separated values: ")]
    public void Error_names_file_line_column_value_and_rule(string text, int row, string message)
    {
        using CsvRows rows = Of(text);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            for (int i = 0; i < row; i++)
            {
                rows.MoveNext();
            }

            rows.RequireFields(3);
            rows.Integer(0, "a", 0, 5);
            rows.Number(1, "b");
            rows.PositiveNumber(2, "c");
        });

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void Field_reads_back_equal(string text, string field)
    {
        Assert.Equal(field, CsvField.Of(text));

        using CsvRows rows = Of($"{field},end");

        Assert.True(rows.MoveNext());
        Assert.Equal([text, "end"], rows.Fields);
    }

    private static CsvRows Of(string text) => new(new StringReader(text), "file.csv");
}
